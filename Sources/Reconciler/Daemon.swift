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
    private let readings: StartBarrier
    private let clock: WaitClock
    private let loop: ReconcileLoop<WaitClock>
    private let scheduler: Scheduler<WaitClock>
    private let history: HistoryKeeper<WaitClock>
    private let disk: DiskWatch<WaitClock>
    private let hookDesk: HookDesk<WaitClock>

    /// Takes note of the configured sources in the store, and makes everything ready to run.
    ///
    /// - Throws: What the store throws.
    package init(_ parts: DaemonParts<WaitClock>) async throws {
        let (workQueue, queue, feed, ended) = (WorkQueue(), Wakeup(), Wakeup(), EndedRuns())
        let exports = ExportsUnderWay()
        let (changes, meter, requests) = (ChangeCount(), Meter(), RequestLedger(time: parts.time))
        let commands = parts.commands(workQueue, queue: queue, feed: feed, exports, changes, meter)
        try await parts.adoptStore(commands)
        try await commands.send(RegisterOwner(owner: parts.owner))
        let reconciler = ServiceReconciler(store: parts.store, commands: commands, workQueue: workQueue, log: parts.log)
        let opened = try await parts.openSources(commands)
        readings = StartBarrier(expected: Set(opened.filter(\.isUnread).map(\.stored.id)))
        pollers = parts.pollers(of: opened, commands, reconciler, meter, readings)
        loop = parts.loop(reconciler, workQueue)
        let board = DiskBoard(limits: parts.retention.limits)
        let disk = parts.diskWatch(board, workQueue, queue)
        self.disk = disk
        history = parts.historyKeeper(commands, board, ended)
        let keeper = parts.keeper(commands, workQueue, exports, meter)
        scheduler = parts.scheduler(keeper, queue, ended) { await disk.look() }
        views = parts.views(board, changes, meter, requests)
        controls = SyncControls(
            pollers: pollers,
            commands: commands,
            reconciler: reconciler,
            store: parts.store,
            runtimeState: parts.runtimeState,
            requests: requests
        )
        services = ServiceControls(
            commands: commands,
            reconciler: reconciler,
            executor: parts.executor,
            exports: exports
        )
        hookDesk = parts.hookDesk(pollers, requests, meter)
        storeControls = StoreControls(commands: commands, copies: parts.copies)
        self.commands = commands
        self.feed = feed
        clock = parts.clock
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
            group.addTask { await readings.limit(by: clock) }
            for poller in pollers { group.addTask { try await poller.run() } }
            try await group.waitForAll()
        }
    }

    /// Ends the polls that somebody has asked for meanwhile, so that nobody works in the clones any more.
    private func endPolls() async {
        for poller in pollers { await poller.end() }
    }
}
