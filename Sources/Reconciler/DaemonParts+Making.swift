internal import Domain

/// Makes the parts of a daemon that share what it is put together from.
extension DaemonParts {
    func views(
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
    func adoptStore(_ commands: any CommandSending) async throws {
        let command = AdoptStore(lastTrace: try await executor.lastTrace())
        guard try await commands.send(command) else { return }
        log.warning(
            "the store was restored from a backup; nothing is deployed until a revision of each source is accepted",
            ["accept": "reconciler sync --accept REVISION"]
        )
    }

    func diskWatch(_ board: DiskBoard, _ attention: Attention, _ queue: Wakeup) -> DiskWatch<WaitClock> {
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
    func pollers(
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
