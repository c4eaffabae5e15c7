internal import Domain

extension Acceptance {
    /// Why nothing of the revision may be accepted without a person's word; nil if it may.
    ///
    /// The first revision of a source, and the accepted one told again, always may, unless the store was restored from
    /// a backup.
    func hold(by rules: HoldRules, at now: Instant) throws -> SourceHold? {
        guard source.standing != .restored else { return .restored(state.revision, at: now) }
        guard let accepted = source.accepted, accepted != state.revision else { return nil }
        let broken = rules.broken(by: try step(from: accepted))
        guard let gravest = broken.first else { return nil }
        return SourceHold(
            revision: state.revision,
            reason: gravest.reason,
            message: broken.map(\.finding).joined(separator: "; "),
            since: now
        )
    }

    private func step(from accepted: Revision) throws -> HoldRules.Step {
        let changes = settlements.map(\.settlement.change)
        let removed = Set(changes.compactMap(\.removed))
        let isAdding = changes.contains(where: \.isNew)
        return HoldRules.Step(
            changed: changes.count(where: \.isChanged),
            removed: removed.count,
            leavesNothing: removed.isEmpty || isAdding ? false : try !leavesAnything(but: removed),
            rewrites: state.ancestry == .rewritten ? accepted : nil
        )
    }

    /// Whether the source keeps a service; the first that is defined is nearly always one.
    private func leavesAnything(but removed: Set<Service.ID>) throws -> Bool {
        let services = transaction.services
        let isDefined = try state.definitions.names.contains { name in
            guard let owner = try services.active(named: name) else { return false }
            return owner.source == source.id && !removed.contains(owner.id)
        }
        return try isDefined || services.active(in: source.id).contains { !removed.contains($0.id) }
    }
}

extension SourceHold {
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

extension Settlement.Change {
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
