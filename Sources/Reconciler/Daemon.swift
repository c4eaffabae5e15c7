package import Domain

/// The daemon's inside: everything between the adapters, put together.
package struct Daemon<WaitClock: Clock<Duration>>: Sendable {
    /// Answers what the outside asks.
    package let views: StatusViews
    /// Carries out manual syncs.
    package let controls: SyncControls<WaitClock>
    /// Suspends and resumes services, and cancels deployments.
    package let services: ServiceControls
    /// Forgets sources, and writes backups.
    package let storeControls: StoreControls
    /// Takes push hooks.
    package var hooks: any HookTaking { hookDesk }
    /// Takes commands from outside.
    package let commands: any CommandSending
    /// Rung when there are new events.
    package let feed: Wakeup

    private let pollers: [SourcePoller<WaitClock>]
    private let loop: ReconcileLoop<WaitClock>
    private let scheduler: Scheduler<WaitClock>
    private let history: HistoryKeeper<WaitClock>
    private let disk: DiskWatch<WaitClock>
    private let hookDesk: HookDesk<WaitClock>

    /// Takes note of the configured sources in the store, and makes everything ready to run.
    ///
    /// - Throws: What the store throws.
    package init(_ parts: DaemonParts<WaitClock>) async throws {
        let (attention, queue, feed, ended) = (Attention(), Wakeup(), Wakeup(), EndedRuns())
        let (changes, meter, requests) = (ChangeCount(), Meter(), RequestLedger(time: parts.time))
        let commands = MessageBus(
            handler: CommandHandlers(
                unitOfWork: CountedUnitOfWork(parts.unitOfWork, changes),
                time: parts.time,
                random: parts.random,
                circumstances: parts.circumstances
            ),
            reactor: Reactions(
                store: parts.store,
                circumstances: parts.circumstances,
                attention: attention,
                queue: queue,
                feed: feed,
                meter: meter
            ),
            log: parts.log
        )
        try await parts.adoptStore(commands)
        let evaluation = Evaluation(store: parts.store, commands: commands, attention: attention, log: parts.log)
        pollers = try await parts.pollers(commands, evaluation, meter)
        loop = ReconcileLoop(
            evaluation: evaluation,
            attention: attention,
            store: parts.store,
            time: parts.time,
            clock: parts.clock,
            log: parts.log,
            heartbeat: parts.heartbeat
        )
        let board = DiskBoard(limits: parts.retention.limits)
        let disk = parts.diskWatch(board, attention, queue)
        self.disk = disk
        history = parts.historyKeeper(commands, board, ended)
        scheduler = Scheduler(
            concurrency: parts.concurrency,
            keeper: parts.keeper(commands, attention, meter),
            store: parts.store,
            queue: queue,
            ended: ended,
            hasRoom: { await disk.look() },
            log: parts.log
        )
        views = parts.views(board, changes, meter, requests)
        controls = SyncControls(
            pollers: pollers,
            commands: commands,
            evaluation: evaluation,
            store: parts.store,
            circumstances: parts.circumstances,
            requests: requests
        )
        services = ServiceControls(commands: commands, evaluation: evaluation, executor: parts.executor)
        hookDesk = parts.hookDesk(pollers, requests, meter)
        storeControls = StoreControls(commands: commands, copies: parts.copies)
        self.commands = commands
        self.feed = feed
    }

    /// Runs until the surrounding task is cancelled, or a part cannot go on.
    ///
    /// Runs that are under way then go on, for the next start to take up.
    package func run() async throws {
        await disk.look()
        try await withThrowingTaskGroup { group in
            group.addTask { try await scheduler.run() }
            group.addTask { await loop.run() }
            group.addTask { await history.run() }
            group.addTask { await disk.run() }
            group.addTask { await hookDesk.run() }
            for poller in pollers { group.addTask { try await poller.run() } }
            try await group.waitForAll()
        }
    }
}

/// What the daemon is put together from.
package struct DaemonParts<WaitClock: Clock<Duration>>: Sendable {
    let unitOfWork: any UnitOfWork
    let store: any ReadStore
    let copies: any StoreCopying
    let executor: any RunExecuting
    let sources: [ScheduledSource]
    let circumstances: Circumstances
    let board: SourceBoard
    let time: any TimeSource
    let random: any RandomSource
    let clock: WaitClock
    let log: any Log
    /// How many runs may go on at once.
    let concurrency: Int
    let about: StatusViews.About
    let retention: Retention
    let isWritable: @Sendable () async -> Bool
    let heartbeat: Heartbeat?

    /// A source, how often it is polled, what of it is held, and whether somebody may say by hook that there is news.
    package struct ScheduledSource: Sendable {
        let source: any ConfigurationSource
        let schedule: PollSchedule
        let rules: HoldRules
        let takesHooks: Bool

        package init(
            source: any ConfigurationSource,
            schedule: PollSchedule,
            rules: HoldRules = HoldRules(),
            takesHooks: Bool = false
        ) {
            self.source = source
            self.schedule = schedule
            self.rules = rules
            self.takesHooks = takesHooks
        }
    }

    /// What is kept of the past and what has to stay free, and where both are looked at.
    package struct Retention: Sendable {
        let limits: RetentionLimits
        let outputs: any RunOutputKeeping
        let disk: any DiskMeasuring

        package init(limits: RetentionLimits, outputs: any RunOutputKeeping, disk: any DiskMeasuring) {
            self.limits = limits
            self.outputs = outputs
            self.disk = disk
        }
    }

    /// - `circumstances`: The same that the unit of work's ``EventPresenter`` has.
    /// - `board`: The same that the unit of work's ``EventPresenter`` has.
    /// - `isWritable`: Whether the store can be written now.
    /// - `heartbeat`: Nil if nobody wants to know that the loop is not stuck.
    package init(
        unitOfWork: any UnitOfWork,
        store: any ReadStore,
        copies: any StoreCopying,
        executor: any RunExecuting,
        sources: [ScheduledSource],
        circumstances: Circumstances,
        board: SourceBoard,
        time: any TimeSource,
        random: any RandomSource,
        clock: WaitClock,
        log: any Log,
        concurrency: Int,
        about: StatusViews.About,
        retention: Retention,
        isWritable: @escaping @Sendable () async -> Bool,
        heartbeat: Heartbeat? = nil
    ) {
        self.unitOfWork = unitOfWork
        self.store = store
        self.copies = copies
        self.executor = executor
        self.sources = sources
        self.circumstances = circumstances
        self.board = board
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
        self.concurrency = concurrency
        self.about = about
        self.retention = retention
        self.isWritable = isWritable
        self.heartbeat = heartbeat
    }

    fileprivate func views(
        _ disk: DiskBoard,
        _ changes: ChangeCount,
        _ meter: Meter,
        _ requests: RequestLedger
    ) -> StatusViews {
        StatusViews(
            store: store,
            circumstances: circumstances,
            board: board,
            disk: disk,
            sources: sources.map(\.source),
            about: about,
            changes: changes,
            meter: meter,
            requests: requests,
            isWritable: isWritable
        )
    }

    /// Makes a backup that was put in place a store of its own.
    fileprivate func adoptStore(_ commands: any CommandSending) async throws {
        let command = AdoptStore(lastTrace: try await executor.lastTrace())
        guard try await commands.send(command) else { return }
        log.warning(
            "the store was restored from a backup; nothing is deployed until a revision of each source is accepted",
            ["accept": "reconciler sync --accept REVISION"]
        )
    }

    fileprivate func diskWatch(_ board: DiskBoard, _ attention: Attention, _ queue: Wakeup) -> DiskWatch<WaitClock> {
        DiskWatch(
            disk: retention.disk,
            circumstances: circumstances,
            board: board,
            attention: attention,
            queue: queue,
            clock: clock,
            log: log
        )
    }

    fileprivate func historyKeeper(
        _ commands: any CommandSending,
        _ board: DiskBoard,
        _ ended: EndedRuns
    ) -> HistoryKeeper<WaitClock> {
        HistoryKeeper(
            store: store,
            commands: commands,
            outputs: retention.outputs,
            disk: retention.disk,
            board: board,
            ended: ended,
            time: time,
            clock: clock,
            log: log
        )
    }

    fileprivate func hookDesk(
        _ pollers: [SourcePoller<WaitClock>],
        _ requests: RequestLedger,
        _ meter: Meter
    ) -> HookDesk<WaitClock> {
        let hooked = Set(sources.filter(\.takesHooks).map(\.source.name))
        return HookDesk(
            pollers: pollers.filter { hooked.contains($0.source.name) },
            requests: requests,
            meter: meter
        )
    }

    fileprivate func keeper(
        _ commands: any CommandSending,
        _ attention: Attention,
        _ meter: Meter
    ) -> RunKeeper<WaitClock> {
        RunKeeper(
            executor: executor,
            sources: Dictionary(sources.map { ($0.source.name, $0.source) }, uniquingKeysWith: { first, _ in first }),
            store: store,
            commands: commands,
            circumstances: circumstances,
            attention: attention,
            clock: clock,
            log: log,
            time: time,
            meter: meter
        )
    }

    /// Opens each source in the store, and makes its poller.
    fileprivate func pollers(
        _ commands: any CommandSending,
        _ evaluation: Evaluation,
        _ meter: Meter
    ) async throws -> [SourcePoller<WaitClock>] {
        let polling = PollingParts(
            commands: commands,
            evaluation: evaluation,
            circumstances: circumstances,
            board: board,
            time: time,
            random: random,
            clock: clock,
            log: log,
            meter: meter
        )
        var pollers: [SourcePoller<WaitClock>] = []
        for scheduled in sources {
            let source = scheduled.source
            let id = try await commands.send(OpenSource(name: source.name, url: source.url, path: source.path))
            let accepted = try await store.read { try $0.sources.find(id)?.accepted }
            board.put(SourceBoard.Note(name: source.name, url: source.url, ref: source.ref, path: source.path), of: id)
            pollers.append(
                SourcePoller(
                    source: source,
                    id: id,
                    accepted: accepted,
                    schedule: scheduled.schedule,
                    rules: scheduled.rules,
                    parts: polling
                )
            )
        }
        circumstances.configure(Set(pollers.map(\.id)))
        return pollers
    }
}
