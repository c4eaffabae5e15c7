internal import Domain

/// Makes the catalogue say what one revision says: each name that may have changed is settled by the rules of
/// identity (``Claim``) and carried out as a command.
struct Acceptance {
    private let state: DesiredState
    private let source: Source
    private let catalog: Catalog
    private var changed: [ServiceName: Service.ID] = [:]
    private var unattached: [Problem] = []
    private var attachedFolders: Set<RepositoryPath> = []
    /// Services that were in a cycle before.
    private var suspects: Set<ServiceName> = []

    private var transaction: any Transaction { catalog.transaction }

    init(of state: DesiredState, from source: Source, in catalog: Catalog) {
        self.state = state
        self.source = source
        self.catalog = catalog
    }

    /// - Returns: The services that changed, and those that depend on them.
    mutating func carryOut() throws -> [Service.ID] {
        for name in try namesToSettle() { try settle(name) }
        try markCycles()
        reportBrokenFiles()
        try accept()
        return try affected()
    }

    /// Every name, or those alone that the change or an earlier problem touches.
    private func namesToSettle() throws -> [ServiceName] {
        guard let changes = state.changes, changes.base == source.accepted else { return try allNames() }
        let troubled = try transaction.services.withProblems().filter { $0.source == source.id }.map(\.name)
        let folders = changes.folders.union(source.problems.compactMap(\.path.parent))
        return try Set(folders.flatMap(names(at:)) + troubled).sorted()
    }

    private func allNames() throws -> [ServiceName] {
        let present = try transaction.services.active(in: source.id).map(\.name)
        return Set(present + state.definitions.names).sorted()
    }

    private func names(at folder: RepositoryPath) throws -> [ServiceName] {
        let present = try transaction.services.active(in: source.id, at: folder).map(\.name)
        return present + [state.definitions[folder]?.name].compactMap(\.self)
    }

    private mutating func settle(_ name: ServiceName) throws {
        let owner = try transaction.services.active(named: name)
        let claim = Claim.settle(name, in: state.definitions, owner: owner, source: source.id)
        switch claim {
        case .none: break
        case .create(let desired): try create(desired)
        case .update(let desired, let intruders): try update(owner, to: desired, intruders: intruders)
        case .keep(let problems, let intruders): try keep(owner, problems, intruders: intruders)
        case .remove: try remove(owner)
        case .contested(let folders):
            unattached += folders.map { DuplicateName.contested(name, at: $0, by: folders, in: state.definitions) }
        case .foreign(let owner, let intruders):
            unattached += intruders.map { DuplicateName.foreign(owner, at: $0, in: state.definitions) }
        }
    }

    private mutating func create(_ desired: DesiredService) throws {
        let command = CreateService(source: source.id, desired: desired, revision: state.revision, problems: [])
        changed[desired.definition.name] = try catalog.create(command).id
    }

    private mutating func update(_ owner: Service?, to desired: DesiredService, intruders: [RepositoryPath]) throws {
        guard let owner else { return }
        unattached += intruders.map { DuplicateName.intruder($0, of: owner, in: state.definitions) }
        let warnings = intruders.map { DuplicateName.warning(owner, at: desired, claimedIn: $0) }
        try apply(desired, warnings, to: owner)
    }

    private mutating func keep(_ owner: Service?, _ problems: [Problem], intruders: [RepositoryPath]) throws {
        guard let owner else { return }
        attachedFolders.insert(owner.desired.folder)
        let rivals = intruders.map { DuplicateName.intruder($0, of: owner, in: state.definitions) }
        if problems.isEmpty {
            try apply(nil, rivals, to: owner)
        } else {
            unattached += rivals
            try apply(nil, problems, to: owner)
        }
    }

    /// Leaves a known cycle marked until ``markCycles()`` has looked again.
    private mutating func apply(_ desired: DesiredService?, _ problems: [Problem], to owner: Service) throws {
        let cycles = owner.problems.filter { $0.kind == .dependencyCycle }
        if !cycles.isEmpty { suspects.insert(owner.name) }
        try update(owner, desired, problems + cycles)
    }

    private mutating func update(_ service: Service, _ desired: DesiredService?, _ problems: [Problem]) throws {
        let command = UpdateService(service: service.id, desired: desired, revision: state.revision, problems: problems)
        if try catalog.update(command) { changed[service.name] = service.id }
    }

    private mutating func remove(_ owner: Service?) throws {
        guard let owner else { return }
        changed[owner.name] = try catalog.delete(DeleteService(service: owner.id)).id
    }

    /// Marks the services that depend on themselves by way of others, and those no more that did.
    private mutating func markCycles() throws {
        let services = transaction.services
        let cyclic = try DependencyCycles.find(from: suspects.union(changed.keys).sorted()) { name in
            try services.active(named: name)?.desired.definition.dependsOn ?? []
        }
        for name in cyclic.union(suspects).sorted() {
            guard let service = try services.active(named: name) else { continue }
            let others = service.problems.filter { $0.kind != .dependencyCycle }
            let cycle = cyclic.contains(name) ? [DependencyCycle.problem(service, cyclic)] : []
            try update(service, nil, others + cycle)
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
        if let before = source.accepted, state.ancestry == .rewritten {
            try transaction.record(.sourceRewritten(SourceRewritten(source: accepted, before: before)))
        }
        try transaction.record(.sourceUpdated(SourceUpdated(source: accepted)))
    }

    private func affected() throws -> [Service.ID] {
        var affected = Set(changed.values)
        for name in changed.keys { affected.formUnion(try transaction.services.dependants(of: name).map(\.id)) }
        return affected.sorted()
    }
}
