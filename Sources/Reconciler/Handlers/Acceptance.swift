internal import Domain

/// Makes the catalogue say what one revision says: each name that may have changed is settled by the rules of
/// identity (``Claim``) and carried out as a command.
struct Acceptance {
    let state: DesiredState
    let source: Source
    /// What becomes of each name that may have changed.
    let settlements: [(name: ServiceName, settlement: Settlement)]
    private var catalog: Catalog
    private var changed: [ServiceName: Service.ID] = [:]
    private var unattached: [Problem] = []
    private var attachedFolders: Set<RepositoryPath> = []

    var transaction: any Transaction { catalog.transaction }

    /// Settles every name, and changes nothing yet.
    init(of state: DesiredState, from source: Source, in catalog: Catalog, claims: SyncServices.Claims) throws {
        self.state = state
        self.source = source
        self.catalog = catalog
        let services = catalog.transaction.services
        let names = try Self.names(of: state, in: source, services).union(claims.own).sorted()
        settlements = try names.map { name in
            let owner = try services.active(named: name)
            let rivals = claims.rivals[name] ?? []
            return (name, Settlement(name, in: state, owner: owner, source: source.id, rivals: rivals))
        }
    }

    /// - Returns: The services that changed and those that depend on them, and what became of the names.
    mutating func carryOut() throws -> SyncServices.Outcome {
        for (name, settlement) in settlements { try carryOut(settlement, of: name) }
        if !changed.isEmpty { try markCycles() }
        reportBrokenFiles()
        try catalog.tell()
        try accept()
        try remember()
        return SyncServices.Outcome(
            affected: try affected(),
            settled: Set(settlements.map(\.name)),
            denied: Set(settlements.filter(\.settlement.isDenied).map(\.name))
        )
    }

    /// Every name, or those alone that the change or an earlier problem touches.
    private static func names(
        of state: DesiredState,
        in source: Source,
        _ services: any ServiceReading
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

    private mutating func carryOut(_ settlement: Settlement, of name: ServiceName) throws {
        unattached += settlement.unattached
        attachedFolders.formUnion(settlement.attachedFolders)
        switch settlement.change {
        case .none: break
        case .create(let desired): try create(desired)
        case .update(let owner, let desired, let problems): try update(owner, desired, problems)
        case .remove(let owner): changed[name] = try catalog.delete(DeleteService(service: owner.id)).id
        }
    }

    private mutating func create(_ desired: DesiredService) throws {
        let command = CreateService(source: source.id, desired: desired, revision: state.revision, problems: [])
        changed[desired.definition.name] = try catalog.create(command).id
    }

    /// Leaves a known cycle marked until ``markCycles()`` has looked again.
    private mutating func update(_ owner: Service, _ desired: DesiredService?, _ problems: [Problem]) throws {
        try bring(owner, to: desired, problems + owner.problems.filter { $0.kind == .dependencyCycle })
    }

    private mutating func bring(_ service: Service, to desired: DesiredService?, _ problems: [Problem]) throws {
        let command = UpdateService(service: service.id, desired: desired, revision: state.revision, problems: problems)
        if try catalog.update(command) { changed[service.name] = service.id }
    }

    /// Marks the services that depend on themselves by way of others, and those no more that did, of any source.
    private mutating func markCycles() throws {
        let services = transaction.services
        let suspects = try services.withProblems().filter(DependencyCycle.isIn).map(\.name)
        let cycles = try DependencyCycles.find(from: Set(suspects + changed.keys).sorted()) { name in
            try services.active(named: name)?.desired.definition.dependsOn ?? []
        }
        for name in Set(suspects + cycles.keys).sorted() {
            guard let service = try services.active(named: name) else { continue }
            try bring(service, to: nil, DependencyCycle.problems(of: service, in: cycles[name]))
        }
    }

    private mutating func reportBrokenFiles() {
        for folder in state.definitions.broken where !attachedFolders.contains(folder) {
            unattached += state.definitions[folder]?.problems ?? []
        }
    }

    private func accept() throws {
        var accepted = source
        accepted.accept(state.revision, problems: unattached.sorted { $0.description < $1.description })
        guard accepted != source else { return }
        try transaction.save(accepted)
        if let before = source.accepted, before != state.revision, state.ancestry == .rewritten {
            try transaction.record(.sourceRewritten(SourceRewritten(source: accepted, before: before)))
        }
        try transaction.record(.sourceUpdated(SourceUpdated(source: accepted)))
    }

    /// Keeps what the revision brought, for those who wait for it.
    private func remember() throws {
        let services = try Set(changed.values.filter(isWaitedFor))
        if source.accepted != state.revision {
            try transaction.save(
                AcceptedRevision(
                    id: try transaction.nextIdentifier(AcceptedRevision.self),
                    source: source.id,
                    revision: state.revision,
                    at: catalog.now,
                    services: services,
                    broken: newlyBroken
                )
            )
        } else if !services.isEmpty, var last = try lastAcceptance(), last.revision == state.revision {
            last.add(services)
            try transaction.save(last)
        }
    }

    private func lastAcceptance() throws -> AcceptedRevision? {
        try transaction.acceptances.page(of: source.id, before: nil, limit: 1).first
    }

    /// Whether a service that was changed has something to deploy, or cannot be deployed any more.
    private func isWaitedFor(_ id: Service.ID) throws -> Bool {
        guard let service = try transaction.services.find(id), service.lifecycle == .active else { return false }
        if service.problems.contains(where: { $0.severity == .error }) { return true }
        let deployed = try transaction.deployed.find(id)
        return try !Drift.between(service, deployed: deployed, lastRun: transaction.deployments.lastRun(of: id)).isEmpty
    }

    private var newlyBroken: [RepositoryPath] {
        let before = Set(source.problems.map(\.path))
        let broken = unattached.filter { $0.severity == .error && !before.contains($0.path) }
        return Set(broken.map(\.path)).sorted { $0.text < $1.text }
    }

    private func affected() throws -> [Service.ID] {
        // What was held because of the source may go on, and so may what depends on it.
        if source.standing == .restored { return try transaction.services.activeIdentifiers() }
        var affected = Set(changed.values)
        for name in changed.keys { affected.formUnion(try transaction.services.dependants(of: name).map(\.id)) }
        return affected.sorted()
    }
}
