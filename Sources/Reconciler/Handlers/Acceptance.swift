internal import Domain

/// What accepting one revision does, as a pure function of what the catalogue holds and what the revision defines.
///
/// Each name that may have changed is settled by the rules of identity (``NameResolution``). ``SyncServices`` carries the changes
/// out, a preview shows them: neither knows a rule that the other does not.
struct Acceptance {
    let state: DesiredState
    /// The source as it is now.
    let source: Source
    /// Why nothing of this happens without a person's word; nil if it does.
    let hold: SourceHold?
    /// In the order in which they are made.
    let changes: [ServiceChange]
    /// The services that the changes create or leave otherwise; one that is new has the number 0, which is never given
    /// out.
    let changed: [ServiceName: Service]
    /// Those of them that are new, or whose definition or content is another.
    let renewed: Set<ServiceName>
    /// The services that leave, as they are now.
    let leaving: [ServiceName: Service]
    /// The problems that no service has.
    let problems: [Problem]
    /// The names that were settled.
    let settled: Set<ServiceName>
    /// Those of them that the revision claims and does not get.
    let denied: Set<ServiceName>

    /// Decides, and changes nothing.
    ///
    /// - `services`: The catalogue as it is now.
    /// - `claims`: Who claims names that may have no owner.
    /// - `rules`: What is not accepted without a person's word; nil when there is one.
    init(
        of state: DesiredState,
        from source: Source,
        in services: any CatalogueReading,
        claims: SyncServices.Claims = SyncServices.Claims(),
        rules: HoldRules?,
        at now: Instant
    ) throws {
        self.state = state
        self.source = source
        let names = try Self.names(of: state, in: source, services).union(claims.own).sorted()
        let nameOutcomes = try names.map { name in
            let owner = try services.active(named: name)
            let rivals = claims.rivals[name] ?? []
            return (name, NameOutcome(name, in: state, owner: owner, source: source.id, rivals: rivals))
        }
        hold = try rules.flatMap { rules in
            try Self.hold(nameOutcomes.map(\.1), of: state, from: source, in: services, by: rules, at: now)
        }
        var catalogue = ChangedCatalogue(services, state, source)
        for (_, nameOutcome) in nameOutcomes { try catalogue.change(nameOutcome.change) }
        try catalogue.markCycles()
        changes = try catalogue.changes()
        (changed, renewed, leaving) = (catalogue.changed, catalogue.renewed, catalogue.leaving)
        problems = Self.problems(nameOutcomes.map(\.1), of: state)
        settled = Set(names)
        denied = Set(nameOutcomes.filter(\.1.isDenied).map(\.0))
    }

    /// Every name, or those alone that the change or an earlier problem touches.
    private static func names(
        of state: DesiredState,
        in source: Source,
        _ services: any CatalogueReading
    ) throws -> Set<ServiceName> {
        guard let changes = state.changes, changes.base == source.accepted else {
            let present = try services.active(in: source.id).map(\.name)
            return Set(present + state.definitions.names)
        }
        let troubled = try services.withProblems().filter { $0.source == source.id }.map(\.name)
        let folders = changes.folders.union(source.problems.compactMap(\.path.parent))
        let present = try folders.flatMap { try services.active(in: source.id, at: $0) }.map(\.name)
        return Set(present + folders.compactMap { state.definitions[$0]?.name } + troubled)
    }

    /// What is wrong with names that nobody gets and with broken files of which no service speaks.
    private static func problems(_ nameOutcomes: [NameOutcome], of state: DesiredState) -> [Problem] {
        let attached = Set(nameOutcomes.flatMap(\.attachedFolders))
        let broken = state.definitions.broken.filter { !attached.contains($0) }
        let problems = nameOutcomes.flatMap(\.unattached) + broken.flatMap { state.definitions[$0]?.problems ?? [] }
        return problems.sorted { $0.description < $1.description }
    }
}

extension Acceptance {
    /// The source as it is when the revision is accepted.
    var acceptedSource: Source {
        var accepted = source
        accepted.accept(state.revision, problems: problems)
        return accepted
    }

    /// The services that the source has then, and those of others that change with it.
    func staying(_ services: any CatalogueReading) throws -> [Service] {
        let unchanged = try services.active(in: source.id).filter {
            changed[$0.name] == nil && leaving[$0.name] == nil
        }
        return unchanged + changed.values
    }

    /// The changed services that have something to deploy, or cannot be deployed any more: somebody waits for them.
    func awaited(in reading: any Reading) throws -> Set<ServiceName> {
        try Set(changed.values.filter { try $0.isAwaited(in: reading) }.map(\.name))
    }

    /// The services that the revision leaves without a service that they depend on: it takes that away, or it is they that
    /// name it now.
    ///
    /// - `reading`: The catalogue with the changes made.
    func stranded(in reading: any Reading) throws -> [Service.ID] {
        let left = try leaving.keys.flatMap(reading.services.dependants)
        let named = try changed.keys.compactMap(reading.services.active(named:))
        return try (left + named).filter { service in
            try service.desired.definition.dependsOn.contains { try reading.services.active(named: $0) == nil }
        }.map(\.id)
    }

    /// The files that the revision broke, also in another way than before, and of which no service speaks.
    var newlyBroken: [RepositoryPath] {
        let before = Set(source.problems)
        let broken = problems.filter { $0.severity == .error && !before.contains($0) }
        return Set(broken.map(\.path)).sorted { $0.text < $1.text }
    }
}

extension Service {
    fileprivate func isAwaited(in reading: any Reading) throws -> Bool {
        if problems.contains(where: { $0.severity == .error }) { return true }
        let deployed = try reading.deployed.find(id)
        return try !Drift.between(self, deployed: deployed, lastRun: reading.deployments.lastRun(of: id)).isEmpty
    }
}
