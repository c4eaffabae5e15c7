internal import Domain

extension Acceptance {
    /// Why nothing of the revision may be accepted without a person's word; nil if it may.
    ///
    /// The first revision of a source, and the accepted one told again, always may, unless the store was restored from
    /// a backup. A hold that is known keeps its beginning.
    static func hold(
        _ nameOutcomes: [NameOutcome],
        of state: DesiredState,
        from source: Source,
        in services: any CatalogueReading,
        by rules: HoldRules,
        at now: Instant
    ) throws -> SourceHold? {
        guard source.standing != .restored else { return .restored(state.revision, at: now).since(source.held) }
        guard let accepted = source.accepted, accepted != state.revision else { return nil }
        let removed = Set(nameOutcomes.compactMap(\.change.removed))
        let isAdding = nameOutcomes.contains(where: \.change.isNew)
        let step = HoldRules.Step(
            changed: nameOutcomes.count(where: \.change.isChanged),
            removed: removed.count,
            leavesNothing: removed.isEmpty || isAdding
                ? false : try !leavesAnything(of: state, source, but: removed, in: services),
            rewrites: state.ancestry == .rewritten ? accepted : nil
        )
        return SourceHold(state.revision, rules.broken(by: step), at: now)?.since(source.held)
    }

    /// Whether the source keeps a service; the first that is defined is nearly always one.
    private static func leavesAnything(
        of state: DesiredState,
        _ source: Source,
        but removed: Set<Service.ID>,
        in services: any CatalogueReading
    ) throws -> Bool {
        let isDefined = try state.definitions.names.contains { name in
            guard let owner = try services.active(named: name) else { return false }
            return owner.source == source.id && !removed.contains(owner.id)
        }
        return try isDefined || services.active(in: source.id).contains { !removed.contains($0.id) }
    }
}

extension SourceHold {
    /// Nil if no rule is broken.
    fileprivate init?(
        _ revision: Revision,
        _ broken: [(reason: SourceHold.Reason, finding: String)],
        at now: Instant
    ) {
        guard let gravest = broken.first else { return nil }
        self.init(
            revision: revision,
            reason: gravest.reason,
            message: broken.map(\.finding).joined(separator: "; "),
            since: now
        )
    }

    /// The known hold, if it says the same.
    fileprivate func since(_ known: SourceHold?) -> SourceHold {
        known.flatMap { $0.isSame(as: self) ? $0 : nil } ?? self
    }

    fileprivate static func restored(_ revision: Revision, at now: Instant) -> SourceHold {
        SourceHold(
            revision: revision,
            reason: .restored,
            message: "the store was restored from a backup and may know less than what is deployed; "
                + "`reconciler plan` shows what would be deployed",
            since: now
        )
    }
}

extension NameOutcome.Change {
    fileprivate var removed: Service.ID? {
        guard case .remove(let owner) = self else { return nil }
        return owner.id
    }

    fileprivate var isNew: Bool {
        if case .create = self { true } else { false }
    }

    /// Another definition or another content; another place, or another way to compute a digest, is neither.
    fileprivate var isChanged: Bool {
        guard case .update(let owner, let desired?, _) = self else { return false }
        let before = owner.desired
        let isOtherContent = desired.digest.scheme == before.digest.scheme && desired.digest != before.digest
        return desired.definition != before.definition || isOtherContent
    }
}
