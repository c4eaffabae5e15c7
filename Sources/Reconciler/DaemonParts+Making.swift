internal import Domain

/// Makes the parts of a daemon that share what it is put together from.
extension DaemonParts {
    /// Where every command goes, and what it leads to is told.
    func commands(
        _ workQueue: WorkQueue,
        queue: Wakeup,
        feed: Wakeup,
        _ exports: ExportsUnderWay,
        _ changes: ChangeCount,
        _ meter: Meter
    ) -> any CommandSending {
        let handler = CommandHandlers(
            unitOfWork: CountedUnitOfWork(unitOfWork, changes),
            time: time,
            random: random,
            runtimeState: runtimeState
        )
        let reactor = Reactions(
            store: store,
            runtimeState: runtimeState,
            workQueue: workQueue,
            queue: queue,
            feed: feed,
            exports: exports,
            meter: meter
        )
        return MessageBus(handler: handler, reactor: reactor, log: log)
    }

    func loop(_ reconciler: ServiceReconciler, _ workQueue: WorkQueue) -> ReconcileLoop<WaitClock> {
        ReconcileLoop(
            reconciler: reconciler,
            workQueue: workQueue,
            store: store,
            time: time,
            clock: clock,
            log: log,
            heartbeat: heartbeat
        )
    }

    /// - `hasRoom`: Whether there is disk enough to start a run.
    func scheduler(
        _ keeper: RunController<WaitClock>,
        _ queue: Wakeup,
        _ ended: EndedRuns,
        hasRoom: @escaping @Sendable () async -> Bool
    ) -> Scheduler<WaitClock> {
        Scheduler(
            concurrency: concurrency,
            keeper: keeper,
            store: store,
            queue: queue,
            ended: ended,
            hasRoom: hasRoom,
            log: log
        )
    }

    func views(
        _ disk: DiskBoard,
        _ changes: ChangeCount,
        _ meter: Meter,
        _ requests: RequestLedger
    ) -> StatusViews {
        StatusViews(
            store: readers.requests,
            pools: readers.all,
            runtimeState: runtimeState,
            board: board,
            disk: disk,
            sources: sources.map(\.source),
            rules: Dictionary(sources.map { ($0.source.name, $0.rules) }) { $1 },
            about: about,
            changes: changes,
            meter: meter,
            requests: requests,
            isWritable: isWritable
        )
    }

    /// Makes a backup that was put in place a store of its own.
    func adoptStore(_ commands: any CommandSending) async throws {
        let command = AdoptStore(lastTrace: try await executor.lastTrace())
        guard try await commands.send(command) else { return }
        try await executor.endAll()
        log.warning(
            "the store was restored from a backup; nothing is deployed until a revision of each source is accepted",
            ["accept": "reconciler sync --accept REVISION"]
        )
    }

    func diskWatch(_ board: DiskBoard, _ workQueue: WorkQueue, _ queue: Wakeup) -> DiskWatch<WaitClock> {
        DiskWatch(
            disk: retention.disk,
            runtimeState: runtimeState,
            board: board,
            workQueue: workQueue,
            queue: queue,
            clock: clock,
            log: log
        )
    }

    func historyKeeper(
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

    func hookDesk(
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

    func keeper(
        _ commands: any CommandSending,
        _ workQueue: WorkQueue,
        _ exports: ExportsUnderWay,
        _ meter: Meter
    ) -> RunController<WaitClock> {
        RunController(
            executor: executor,
            sources: Dictionary(sources.map { ($0.source.name, $0.source) }, uniquingKeysWith: { first, _ in first }),
            store: store,
            commands: commands,
            runtimeState: runtimeState,
            workQueue: workQueue,
            exports: exports,
            owner: owner.id,
            clock: clock,
            log: log,
            time: time,
            meter: meter
        )
    }

    /// Opens each source in the store.
    func openSources(_ commands: any CommandSending) async throws -> [OpenedSource] {
        var opened: [OpenedSource] = []
        for scheduled in sources {
            let source = scheduled.source
            let id = try await commands.send(OpenSource(name: source.name, url: source.url, path: source.path))
            guard let stored = try await store.read({ try $0.sources.find(id) }) else {
                throw Refusal.unknownSource(id)
            }
            board.put(SourceBoard.Note(name: source.name, url: source.url, ref: source.ref, path: source.path), of: id)
            opened.append(OpenedSource(scheduled: scheduled, stored: stored))
        }
        runtimeState.configure(Set(opened.map(\.stored.id)))
        for source in opened where source.claimsWithoutOwning { runtimeState.markOutdated(source.stored.id) }
        return opened
    }

    /// Makes the poller of each source.
    func pollers(
        of opened: [OpenedSource],
        _ commands: any CommandSending,
        _ reconciler: ServiceReconciler,
        _ meter: Meter,
        _ readings: StartBarrier
    ) -> [SourcePoller<WaitClock>] {
        let polling = PollingParts(
            commands: commands,
            reconciler: reconciler,
            runtimeState: runtimeState,
            board: board,
            time: time,
            random: random,
            clock: clock,
            log: log,
            meter: meter,
            readings: readings
        )
        return opened.map { source in
            SourcePoller(
                source: source.scheduled.source,
                id: source.stored.id,
                accepted: source.stored.accepted,
                schedule: source.scheduled.schedule,
                rules: source.scheduled.rules,
                parts: polling
            )
        }
    }

    /// A source with what the store knows of it at the start.
    struct OpenedSource {
        let scheduled: ScheduledSource
        let stored: Source

        /// Whether it claims names that it does not get, as far as the store says.
        var claimsWithoutOwning: Bool { stored.problems.contains { $0.kind == .duplicateName } }

        /// Whether nobody knows yet which names it claims.
        var isUnread: Bool { stored.accepted == nil || claimsWithoutOwning }
    }
}
