internal import Domain
internal import Execution
internal import Persistence
internal import Reconciler
internal import StatusAPI

/// Everything behind the daemon's doors, made of one configuration: the store, the sources, the loop, the runs.
struct Engine: Sendable {
    private let daemon: Daemon
    private let executor: ProcessRunExecutor
    private let unitOfWork: SQLiteUnitOfWork
    private let readers: StoreReaders
    private let owner: RunOwner.ID
    private let historyCheck: StoreHistoryCheck
    private let hub: FeedHub
    private let access: AccessParts
    private let hookSecrets: [SourceName: HookSecret]
    private let time: any TimeSource
    private let log: any Log
    private let hosts: [String]
    private let origins: OriginRule
    private let proxies: [AddressRange]

    /// What an engine is made with that is not in the configuration.
    struct Context: Sendable {
        let environment: [String: String]
        let openFiles: OpenFiles
        let store: String
        let owner: RunOwner
        let historyCheck: StoreHistoryCheck
        let started: Instant
        let time: any TimeSource
        let log: any Log
        let watchdog: Watchdog?
        let failpoints: Failpoints
    }

    /// Opens the store and takes note of the sources; nothing runs yet.
    init(_ configuration: DaemonConfiguration, _ context: Context) async throws {
        let grants = SecretGrants(configuration.secrets.mapValues(\.services))
        let memory = DaemonMemory(runtimeState: RuntimeState(time: context.time, secrets: grants))
        let unitOfWork = try SQLiteUnitOfWork(
            path: context.store,
            presenter: EventPresenter(runtimeState: memory.runtimeState, board: memory.sources),
            time: context.time,
            isExpected: try StateDir.hasTraces(in: configuration.stateDir)
        )
        self.unitOfWork = unitOfWork
        log = context.log
        time = context.time
        hosts = configuration.allowedHosts
        hookSecrets = configuration.sources.reduce(into: [:]) { $0[$1.name] = $1.hookSecret }
        origins = OriginRule(allowed: configuration.origins)
        proxies = configuration.access.proxies
        let readers = try StoreReaders { try SQLiteReadStore(path: context.store, readers: $0) }
        self.readers = readers
        owner = context.owner.id
        historyCheck = context.historyCheck
        let access = AccessParts(configuration.access, readers, time: context.time, log: log)
        self.access = access
        executor = ProcessRunExecutor(configuration, context, access)
        daemon = try await Daemon(
            Adapters(
                unitOfWork: WatchedUnitOfWork.around(unitOfWork, context.failpoints),
                readers: readers,
                copies: SQLiteBackup(path: context.store),
                executor: executor,
                outputs: KeptOutputs(of: executor),
                disk: StateDirDisk(configuration.stateDir, store: context.store),
                sources: configuration.sources.map { $0.scheduled(configuration, context) },
                isWritable: { await WriteCheck(unitOfWork: unitOfWork, log: context.log).passes() },
                heartbeat: context.watchdog.map { watchdog in
                    Heartbeat(interval: watchdog.interval) { watchdog.feed() }
                }
            ),
            DaemonSettings(
                concurrency: configuration.concurrency,
                retention: configuration.retention,
                owner: context.owner,
                about: StatusViews.About(version: Version.text, started: context.started)
            ),
            memory,
            SystemPorts(time: context.time, random: SystemRandom(), log: context.log)
        )
        hub = FeedHub(
            EventFeed(store: readers.daemon, bell: daemon.feed),
            missed: EventFeed(store: readers.feed, bell: daemon.feed)
        ) { [log] in log.error("feed", ["error": $0]) }
        try await access.prepareKey(daemon.commands)
    }

    /// Works until the surrounding task is cancelled; runs then go on without this process.
    ///
    /// Before anything is deployed, what the opening of a large store has left unchecked is checked.
    ///
    /// - Parameter ready: Called once when that is done.
    /// - Throws: That the store is damaged, or what keeps a part from going on.
    func run(ready: @escaping @Sendable () -> Void) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { await hub.run() }
            group.addTask {
                try await historyCheck.wait()
                ready()
                try await work()
            }
            // The one ends only by cancellation, and the other's failure ends both.
            try await group.waitForAll()
        }
    }

    /// Closes the store, when the work has ended, so that another engine can be opened.
    ///
    /// Whoever still asks this one is refused.
    func close() async {
        // Without readers the log can be moved into the database at once.
        await readers.close()
        await settle()
        await unitOfWork.close()
    }

    /// Leaves the store as one whole file.
    private func settle() async {
        do {
            try await unitOfWork.settle()
        } catch {
            log.warning("the store's log stays beside it", ["error": "\(error)"])
        }
    }

    /// Lets the daemon work, and takes down meanwhile what one before it has left of runs that are over: nobody waits
    /// for that.
    private func work() async throws {
        let leftovers = try await Leftovers.find(among: executor, readers.daemon, owner, log)
        // Before anybody makes one of them ready anew.
        try await executor.discardAll(leftovers.waiting)
        async let cleared: Void = executor.discardAll(leftovers.over)
        try await daemon.run()
        try await cleared
    }

    /// What the control socket answers.
    var control: CheckedStoreHandler {
        CheckedStoreHandler(handler: controlRouter, check: historyCheck)
    }

    private var controlRouter: Router {
        Routers.control(
            daemon.views.apart(reading: readers.control),
            logs: executor,
            logins: access.logins,
            controls: daemon.controls,
            services: daemon.serviceControls,
            store: daemon.storeControls,
            feed: hub,
            access: access.controls(daemon.commands),
            userName: LoginNames.name,
            log: log,
            report: { [log] in log.error("a request failed", ["error": $0]) }
        )
    }

    /// What `hooks_listen` answers.
    var hookEndpoint: HookEndpoint {
        HookEndpoint(
            secrets: hookSecrets,
            decoy: HookSecret(random: SystemRandom().bytes(32)),
            hooks: daemon.hooks,
            proxies: proxies,
            time: time,
            log: log
        )
    }

    /// What `status_listen` answers.
    func publicStatus(at address: ListenAddress) -> Router {
        Routers.publicStatus(
            daemon.views,
            logs: executor,
            logins: access.logins,
            feed: hub,
            authenticator: access.guarding,
            hosts: HostRule(allowed: hosts + [address.host]),
            origins: origins,
            report: { [log] in log.error("a request failed", ["error": $0]) }
        )
    }
}
