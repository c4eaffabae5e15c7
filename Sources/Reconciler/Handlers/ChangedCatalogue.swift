internal import Domain

/// The catalogue as it is with some changes made, and the changes that lead there.
struct ChangedCatalogue {
    /// The services that are there and were not, or are different.
    private(set) var changed: [ServiceName: Service] = [:]
    /// Those of them that are new, or whose definition or content is another.
    private(set) var renewed: Set<ServiceName> = []
    /// The services that are there no more, as they were.
    private(set) var leaving: [ServiceName: Service] = [:]
    private let services: any CatalogueReading
    private let state: DesiredState
    private let source: Source
    /// In the order in which they were first changed.
    private var order: [ServiceName] = []

    init(_ services: any CatalogueReading, _ state: DesiredState, _ source: Source) {
        self.services = services
        self.state = state
        self.source = source
    }

    mutating func change(_ change: NameOutcome.Change) throws {
        switch change {
        case .none: break
        case .create(let desired): create(desired)
        // A known cycle stays marked until ``markCycles()`` has looked again.
        case .update(let owner, let desired, let problems):
            update(owner, to: desired, problems + owner.problems.filter { $0.kind == .dependencyCycle })
        case .remove(let owner):
            order.append(owner.name)
            leaving[owner.name] = owner
        }
    }

    /// Marks the services that depend on themselves by way of others, and those no more that did, of any source.
    mutating func markCycles() throws {
        guard !order.isEmpty else { return }
        let suspects = try services.withProblems().filter(DependencyCycle.isIn).map(\.name)
        let cycles = try DependencyCycles.find(from: Set(suspects + order).sorted()) { name in
            try active(named: name)?.desired.definition.dependsOn ?? []
        }
        for name in Set(suspects + cycles.keys).sorted() {
            guard let service = try active(named: name) else { continue }
            update(service, to: nil, DependencyCycle.problems(of: service, in: cycles[name]))
        }
    }

    /// The changes that lead from the catalogue as it is to this one.
    func changes() throws -> [ServiceChange] { try order.compactMap(change) }

    private mutating func create(_ desired: DesiredService) {
        let service = Service(
            id: Identifier(0),
            source: source.id,
            sourceName: state.source,
            desired: desired,
            revision: state.revision
        )
        order.append(service.name)
        changed[service.name] = service
        renewed.insert(service.name)
    }

    private mutating func update(_ service: Service, to desired: DesiredService?, _ problems: [Problem]) {
        let after = service.after(update(of: service, to: desired, problems))
        guard after != service else { return }
        if changed[service.name] == nil { order.append(service.name) }
        changed[service.name] = after
        if after.desired.isOther(than: service.desired) { renewed.insert(service.name) }
    }

    private func active(named name: ServiceName) throws -> Service? {
        if let service = changed[name] { return service }
        return leaving[name] == nil ? try services.active(named: name) : nil
    }

    private func change(of name: ServiceName) throws -> ServiceChange? {
        if let owner = leaving[name] { return .delete(DeleteService(service: owner.id)) }
        guard let after = changed[name] else { return nil }
        guard let before = try services.active(named: name) else {
            return .create(
                CreateService(
                    source: source.id,
                    desired: after.desired,
                    revision: state.revision,
                    problems: after.problems
                )
            )
        }
        return after == before ? nil : .update(update(of: before, to: after.desired, after.problems))
    }

    private func update(of service: Service, to desired: DesiredService?, _ problems: [Problem]) -> UpdateService {
        UpdateService(service: service.id, desired: desired, revision: state.revision, problems: problems)
    }
}
