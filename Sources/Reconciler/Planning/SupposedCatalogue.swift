internal import Domain

/// The services of one source as they would be if a revision were accepted, by the same rules that acceptance
/// follows.
struct SupposedCatalogue {
    /// Those that the source would have.
    private(set) var services: [ServiceName: Service] = [:]
    /// Those of them that would be new, or whose definition or content would be another.
    private(set) var changed: Set<ServiceName> = []
    private(set) var leaving: [Service] = []
    /// The problems that no service would have.
    private(set) var unattached: [Problem] = []
    private let state: DesiredState
    private let source: Source.ID

    /// - `owned`: The names of the services that the source has now.
    /// - `owner`: The service that has a name now, of any source.
    init<Failure: Error>(
        _ state: DesiredState,
        of source: Source.ID,
        owned: some Sequence<ServiceName>,
        owner: (ServiceName) throws(Failure) -> Service?
    ) throws(Failure) {
        self.state = state
        self.source = source
        var attached: Set<RepositoryPath> = []
        for name in state.definitions.names.reduce(into: Set(owned), { $0.insert($1) }).sorted() {
            let settlement = Settlement(name, in: state, owner: try owner(name), source: source)
            unattached += settlement.unattached
            attached.formUnion(settlement.attachedFolders)
            suppose(settlement.change)
        }
        unattached += state.definitions.broken.filter { !attached.contains($0) }.flatMap {
            state.definitions[$0]?.problems ?? []
        }
        try markCycles(owner)
    }

    private mutating func suppose(_ change: Settlement.Change) {
        switch change {
        case .none: break
        case .create(let desired): create(desired)
        case .update(let owner, let desired, let problems): update(owner, desired, problems)
        case .remove(let owner): leaving.append(owner.removed)
        }
    }

    /// A service that the store does not know has the number 0, which it never gives out.
    private mutating func create(_ desired: DesiredService) {
        let name = desired.definition.name
        changed.insert(name)
        services[name] = Service(
            id: Identifier(0),
            source: source,
            sourceName: state.source,
            desired: desired,
            revision: state.revision
        )
    }

    private mutating func update(_ owner: Service, _ desired: DesiredService?, _ problems: [Problem]) {
        var service = owner
        if let desired {
            service.take(desired, at: state.revision, problems: problems)
            let isNew = desired.definition != owner.desired.definition || desired.digest != owner.desired.digest
            if isNew { changed.insert(owner.name) }
        } else {
            service.mark(problems: problems)
        }
        services[owner.name] = service
    }

    private mutating func markCycles<Failure: Error>(
        _ owner: (ServiceName) throws(Failure) -> Service?
    ) throws(Failure) {
        let gone = Set(leaving.map(\.name))
        let supposed = services
        let cycles = try DependencyCycles.find(from: supposed.keys.sorted()) { name throws(Failure) in
            if let service = supposed[name] { return service.desired.definition.dependsOn }
            return gone.contains(name) ? [] : try owner(name)?.desired.definition.dependsOn ?? []
        }
        for (name, service) in supposed {
            services[name]?.mark(problems: DependencyCycle.problems(of: service, in: cycles[name]))
        }
    }
}

extension Service {
    fileprivate var removed: Service {
        var service = self
        service.remove()
        return service
    }
}
