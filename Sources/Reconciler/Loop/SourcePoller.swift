package import Domain

/// Polls one source, again and again and whenever asked, and takes what it finds into the catalogue.
package actor SourcePoller {
    package nonisolated let source: any ConfigurationSource
    package nonisolated let id: Source.ID
    let schedule: PollSchedule
    let rules: HoldRules
    let context: DaemonContext
    let reconciler: ServiceReconciler
    let barrier: StartBarrier
    var accepted: Revision?
    /// The tip that was found and not accepted by these rules: as long as it is the tip, nothing has to be looked at.
    var held: SourceHold?
    /// The revisions that a person has just asked to accept.
    var approved: [Revision] = []
    /// Whether the store has no digests of older schemes any more of which anything can be made.
    var hasRenewedDigests = false
    var failures = 0
    /// The failures that make the wait longer: those since the last good poll, or the last hook.
    var backoff = 0
    /// The wait for the next poll by the schedule.
    private var rest: Task<Void, any Error>?
    /// Whether the daemon's end, or a new configuration, has put an end to polling.
    var isStopped = false
    var underWay: Task<SyncReport.PolledSource, Never>?
    private var next: Task<SyncReport.PolledSource, Never>?

    /// Has what it finds reconciled by `reconciler`, once `barrier` lets it.
    init(_ opened: OpenedSource, _ context: DaemonContext, _ reconciler: ServiceReconciler, _ barrier: StartBarrier) {
        self.init(
            opened.scheduled,
            id: opened.stored.id,
            accepted: opened.stored.accepted,
            context,
            reconciler,
            barrier
        )
    }

    package init(
        _ scheduled: ScheduledSource,
        id: Source.ID,
        accepted: Revision?,
        _ context: DaemonContext,
        _ reconciler: ServiceReconciler,
        _ barrier: StartBarrier = StartBarrier()
    ) {
        source = scheduled.source
        schedule = scheduled.schedule
        rules = scheduled.rules
        self.id = id
        self.accepted = accepted
        self.context = context
        self.reconciler = reconciler
        self.barrier = barrier
    }

    /// Polls at once and then by the schedule, until the surrounding task is cancelled.
    package func run() async throws {
        while true {
            _ = await pollUntilCancelled()
            var isDue = false
            while !isDue {
                try Task.checkCancellation()
                let wait = schedule.wait(afterFailures: backoff, jitter: context.random.unit())
                let now = context.time.now().millisecondsSince1970
                let next = wait.map { Instant(millisecondsSince1970: now + $0) }
                context.sources.change(id) { $0.nextPoll = next }
                isDue = await restThrough(wait)
            }
        }
    }

    /// Waits so many milliseconds, nil for ever, or until somebody else's poll has ended.
    ///
    /// - Returns: Whether the wait came to its end.
    private func restThrough(_ wait: Int64?) async -> Bool {
        let rest = Task { [clock = context.clock] in
            guard let wait else { return try await Endless.wait() }
            try await clock.sleep(for: .milliseconds(wait))
        }
        self.rest = rest
        defer { self.rest = nil }
        return await withTaskCancellationHandler {
            await rest.result.isSuccess
        } onCancel: {
            rest.cancel()
        }
    }

    /// Polls now; the surrounding task's cancellation ends that poll, and all that would follow.
    private func pollUntilCancelled() async -> SyncReport.PolledSource {
        await withTaskCancellationHandler {
            await poll()
        } onCancel: {
            Task { await stop() }
        }
    }

    /// Ends the polls that are under way, keeps any other from beginning, and waits for their ends.
    package func end() async {
        stop()
        // The one that waits begins when the other has ended, and is given up at once.
        while let poll = underWay ?? next { _ = await poll.value }
    }

    /// Ends the poll that is under way, and keeps any other from beginning.
    private func stop() {
        isStopped = true
        underWay?.cancel()
    }

    /// Polls because of a push hook, as if the interval were over and no poll had failed lately; the surrounding task's
    /// cancellation ends the poll.
    package func pollOnHook() async -> SyncReport.PolledSource {
        backoff = 0
        return await pollUntilCancelled()
    }

    /// Whether this revision was found and not accepted, as far as is known.
    func isHeld(at revision: Revision) -> Bool { held?.revision == revision }

    /// Polls now, and accepts the tip whatever rule it breaks if it is `revision`.
    package func poll(accepting revision: Revision) async -> SyncReport.PolledSource {
        approved.append(revision)
        let polled = await poll()
        if let index = approved.firstIndex(of: revision) { approved.remove(at: index) }
        return polled
    }

    /// Polls now.
    ///
    /// At most one poll runs and one waits: whoever asks meanwhile gets the answer of the one that waits.
    package func poll() async -> SyncReport.PolledSource {
        if let next { return await next.value }
        if let underWay {
            let task = Task { [self] in
                _ = await underWay.value
                return await begin().value
            }
            next = task
            return await task.value
        }
        return await begin().value
    }

    private func begin() -> Task<SyncReport.PolledSource, Never> {
        next = nil
        let task = Task { await self.pollMeasured() }
        if isStopped { task.cancel() }
        underWay = task
        return task
    }

    private func pollMeasured() async -> SyncReport.PolledSource {
        let began = context.time.sinceBoot().milliseconds
        let watch = Task { [now = context.time.now()] in await self.tellWhenOverdue(since: now) }
        let polled = await pollOnce()
        watch.cancel()
        context.sources.change(id) { $0.overdueSince = nil }
        rest?.cancel()
        // A poll that the daemon's end cuts short says nothing of the source.
        guard !Task.isCancelled else { return polled }
        let took = context.time.sinceBoot().milliseconds - began
        context.meter.note(polled.result, of: source.name, after: took, at: context.time.now())
        return polled
    }
}

extension SourcePoller {
    /// Says that the poll which began then is overdue, once it has taken longer than any should.
    private func tellWhenOverdue(since began: Instant) async {
        guard let longest = schedule.longest else { return }
        // Cut short only by the poll's end, which is looked at.
        try? await context.clock.sleep(for: .milliseconds(longest))
        guard !Task.isCancelled else { return }
        context.sources.change(id) { $0.overdueSince = began }
        context.log.warning("a poll is overdue", ["source": source.name.text, "since": began.description])
    }
}

/// A wait without an end.
private enum Endless {
    /// - Throws: `CancellationError` when the task is cancelled.
    static func wait() async throws {
        let (stream, end) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        end.finish()
        throw CancellationError()
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}
