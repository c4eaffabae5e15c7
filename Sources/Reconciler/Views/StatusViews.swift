package import Domain

/// Answers what the outside asks, from one snapshot of the store and from what this process knows.
package struct StatusViews: StatusQuerying {
    private(set) var store: any ReadStore
    let pools: [ReaderPool]
    let runtimeState: RuntimeState
    let board: SourceBoard
    let disk: DiskBoard
    let sources: [any ConfigurationSource]
    let rules: [SourceName: HoldRules]
    let about: About
    let changes: ChangeCount
    let meter: Meter
    let requests: RequestLedger
    let standings = CountedStandings()
    let plans = KeptPlan()
    let isWritable: @Sendable () async -> Bool
    /// Previews of refs, which ask remote repositories.
    private(set) var previews = Places(2, waiting: 8)
    /// Questions about revisions, which ask the sources.
    private(set) var revisions = Places(4, waiting: 64)

    /// What is said of the daemon itself.
    package struct About: Sendable {
        let version: String
        let started: Instant

        package init(version: String, started: Instant) {
            self.version = version
            self.started = started
        }
    }

    init(
        _ adapters: Adapters,
        _ settings: DaemonSettings,
        _ memory: DaemonMemory,
        _ disk: DiskBoard,
        _ requests: RequestLedger
    ) {
        self.init(
            store: adapters.readers.requests,
            pools: adapters.readers.all,
            runtimeState: memory.runtimeState,
            board: memory.sources,
            disk: disk,
            sources: adapters.sources.map(\.source),
            rules: Dictionary(adapters.sources.map { ($0.source.name, $0.rules) }) { $1 },
            about: settings.about,
            changes: memory.changes,
            meter: memory.meter,
            requests: requests,
            isWritable: adapters.isWritable
        )
    }

    /// - `pools`: All readers of the store, to be measured.
    /// - `rules`: What of each source is not accepted without a person's word.
    /// - `changes`: Counts the changes of `store`.
    /// - `isWritable`: Whether the store can be written now.
    package init(
        store: any ReadStore,
        pools: [ReaderPool] = [],
        runtimeState: RuntimeState,
        board: SourceBoard,
        disk: DiskBoard = DiskBoard(),
        sources: [any ConfigurationSource],
        rules: [SourceName: HoldRules] = [:],
        about: About,
        changes: ChangeCount,
        meter: Meter,
        requests: RequestLedger,
        isWritable: @escaping @Sendable () async -> Bool
    ) {
        self.store = store
        self.pools = pools
        self.runtimeState = runtimeState
        self.board = board
        self.disk = disk
        self.sources = sources
        self.rules = rules
        self.about = about
        self.changes = changes
        self.meter = meter
        self.requests = requests
        self.isWritable = isWritable
    }

    /// The same for others who ask, who wait neither for these readers nor for those who ask the sources.
    package func apart(reading store: any ReadStore) -> StatusViews {
        var views = self
        views.store = store
        views.previews = Places(2, waiting: 8)
        views.revisions = Places(4, waiting: 64)
        return views
    }

    package var stamp: AnswerStamp? {
        changes.value.map { AnswerStamp(changes: $0, runtimeState: runtimeState.changes) }
    }

    package func services(after name: ServiceName?, limit: Int) async throws -> StatusPage {
        try await page(limit) { reading, present in
            var changesWithTime = false
            var page = try StatusPage(
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.name.text,
                json: { service in
                    let view = try ServiceView(service, in: reading, present)
                    changesWithTime = changesWithTime || view.changesWithTime
                    return view.json
                },
                read: { try reading.services.active(after: $0?.name ?? name, limit: $1) }
            )
            page.changesWithTime = changesWithTime
            return page
        }
    }

    package func service(_ name: ServiceName) async throws -> JSONValue? {
        let present = runtimeState.present
        return try await store.read { reading in
            try reading.services.active(named: name).map { try ServiceView($0, in: reading, present).json }
        }
    }

    package func absence(of name: ServiceName) async throws -> AbsentService {
        try await store.read { try AbsentService(name, in: $0) }
    }

    package func deployments(
        _ filter: DeploymentFilter,
        before: Deployment.ID?,
        limit: Int
    ) async throws -> StatusPage {
        try await page(limit) { reading, _ in
            try StatusPage(
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.id.description,
                json: { DeploymentView.json($0.record, withSteps: false) },
                read: { try reading.deployments.page(filter, before: $0?.id ?? before, limit: $1) }
            )
        }
    }

    package func deployment(_ id: Deployment.ID) async throws -> JSONValue? {
        try await store.read { reading in
            try reading.deployments.find(id).map { deployment in
                DeploymentView.json(deployment, owner: try deployment.owner.flatMap(reading.owners.find))
            }
        }
    }

    package func state(of id: Deployment.ID) async throws -> Deployment.State? {
        try await store.read { try $0.deployments.state(of: id) }
    }

    package func epoch() async throws -> String { try await store.read { try $0.events.epoch() } }

    package func steps(of id: Deployment.ID, after position: Int64?, limit: Int) async throws -> StatusPage? {
        try await store.read { reading in
            guard let deployment = try reading.deployments.find(id) else { return nil }
            return StatusPage(
                Array(deployment.steps.drop { $0.position <= position ?? 0 }.prefix(limit + 1)),
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: { String($0.position) },
                json: { StepView.json($0, of: id) }
            )
        }
    }

    package func deployedServices(after name: ServiceName?, limit: Int) async throws -> StatusPage {
        try await page(limit) { reading, _ in
            try StatusPage(
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.serviceName.text,
                json: DeployedServiceView.json,
                read: { try reading.deployed.all(after: $0?.serviceName ?? name, limit: $1) }
            )
        }
    }

    package func events(of service: ServiceName?, after sequence: Int64, limit: Int) async throws -> StatusPage {
        try await page(limit) { reading, _ in
            var page = try StatusPage(
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: { String($0.seq) },
                json: EventView.json,
                read: { last, count in
                    let after = last?.seq ?? sequence
                    return try service.map { try reading.events.page(of: $0, after: after, limit: count) }
                        ?? reading.events.page(after: after, limit: count)
                }
            )
            page.first = try reading.events.firstSequence()
            return page
        }
    }

    private func page(
        _ limit: Int,
        _ work: @escaping @Sendable (any Reading, RuntimeState.Present) throws -> StatusPage
    ) async throws -> StatusPage {
        let present = runtimeState.present
        return try await store.read { try work($0, present) }
    }
}
