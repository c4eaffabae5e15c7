package import Domain

/// The daemon's inside: everything between the adapters, put together.
package struct Daemon: Sendable {
    /// Answers what the outside asks.
    package let views: StatusViews
    /// Carries out manual syncs.
    package let controls: SyncControls
    /// Suspends and resumes services, and cancels deployments.
    package let serviceControls: ServiceControls
    /// Forgets sources, and writes backups.
    package let storeControls: StoreControls
    /// Takes push hooks.
    package var hooks: any HookTaking { hookDesk }
    /// Takes commands from outside.
    package let commands: any CommandSending
    /// Rung when there are new events.
    package let feed: Wakeup

    private let pollers: [SourcePoller]
    private let barrier: StartBarrier
    private let clock: any Clock<Duration>
    private let loop: ReconcileLoop
    private let scheduler: Scheduler
    private let history: HistoryKeeper
    private let disk: DiskWatch
    private let hookDesk: HookDesk

    /// Takes note of the configured sources in the store, and makes every part, none of which works yet.
    ///
    /// - `memory`: The same that the unit of work's ``EventPresenter`` shows.
    /// - Throws: What the store throws.
    package init(
        _ adapters: Adapters,
        _ settings: DaemonSettings,
        _ memory: DaemonMemory,
        _ system: SystemPorts
    ) async throws {
        let bus = MessageBus(adapters, memory, system)
        let context = DaemonContext(store: adapters.readers.daemon, commands: bus, memory, system)
        try await context.adoptStore(runsOf: adapters.executor)
        try await bus.send(RegisterOwner(owner: settings.owner))
        let sources = try await context.open(adapters.sources)
        let requests = RequestLedger(time: system.time)
        let diskBoard = DiskBoard(limits: settings.retention)

        // A poll takes a revision in, and has the services that it touches reconciled.
        let barrier = StartBarrier(expected: Set(sources.filter(\.isUnread).map(\.stored.id)))
        let reconciler = ServiceReconciler(context)
        let pollers = sources.map { SourcePoller($0, context, reconciler, barrier) }
        loop = ReconcileLoop(context, reconciler, heartbeat: adapters.heartbeat)

        // A deployment that is queued gets a slot, and a controller that stays with its run.
        let disk = DiskWatch(context, adapters.disk, diskBoard)
        let controller = RunController(context, adapters.executor, adapters.sources, owner: settings.owner.id)
        scheduler = Scheduler(context, controller, concurrency: settings.concurrency) { await disk.look() }
        history = HistoryKeeper(context, adapters.outputs, adapters.disk, diskBoard)

        // What the outside is shown, and may ask for.
        views = StatusViews(adapters, settings, memory, diskBoard, requests)
        controls = SyncControls(context, pollers, reconciler, requests)
        serviceControls = ServiceControls(context, reconciler, adapters.executor)
        storeControls = StoreControls(commands: bus, copies: adapters.copies)
        let hooked = Set(adapters.sources.filter(\.takesHooks).map(\.source.name))
        hookDesk = HookDesk(
            pollers: pollers.filter { hooked.contains($0.source.name) },
            requests: requests,
            meter: memory.meter,
            clock: context.clock
        )
        commands = bus
        feed = memory.feed
        clock = system.clock
        (self.barrier, self.pollers, self.disk) = (barrier, pollers, disk)
    }

    /// Runs until the surrounding task is cancelled, or a part cannot go on.
    ///
    /// Runs that are under way then go on, for the next start to take up.
    package func run() async throws {
        await disk.look()
        do {
            try await runParts()
        } catch {
            await endPolls()
            throw error
        }
        await endPolls()
    }

    private func runParts() async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await scheduler.run() }
            group.addTask { await loop.run() }
            group.addTask { await history.run() }
            group.addTask { await disk.run() }
            group.addTask { await hookDesk.run() }
            group.addTask { await barrier.limit(by: clock) }
            for poller in pollers { group.addTask { try await poller.run() } }
            try await group.waitForAll()
        }
    }

    /// Ends the polls that somebody has asked for meanwhile, so that nobody works in the clones any more.
    private func endPolls() async {
        for poller in pollers { await poller.end() }
    }
}

extension MessageBus where Handler == CommandHandlers, Reactor == Reactions {
    /// Where every command goes, and what it leads to is told.
    fileprivate init(_ adapters: Adapters, _ memory: DaemonMemory, _ system: SystemPorts) {
        self.init(
            handler: CommandHandlers(
                unitOfWork: CountedUnitOfWork(adapters.unitOfWork, memory.changes),
                time: system.time,
                random: system.random,
                runtimeState: memory.runtimeState
            ),
            reactor: Reactions(store: adapters.readers.daemon, memory, EventLog(system.log)),
            log: system.log
        )
    }
}

extension DaemonContext {
    /// Makes a backup that was put in place a store of its own.
    fileprivate func adoptStore(runsOf executor: any RunExecuting) async throws {
        let command = AdoptStore(lastTrace: try await executor.lastTrace())
        guard try await commands.send(command) else { return }
        try await executor.endAll()
        log.warning(
            "the store was restored from a backup; nothing is deployed until a revision of each source is accepted",
            ["accept": "reconciler sync --accept REVISION"]
        )
    }
}
