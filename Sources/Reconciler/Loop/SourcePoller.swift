package import Domain

/// Polls one source, again and again and whenever asked, and takes what it finds into the catalogue.
package actor SourcePoller<WaitClock: Clock<Duration>> {
    package nonisolated let source: any ConfigurationSource
    package nonisolated let id: Source.ID
    private let schedule: PollSchedule
    private let rules: HoldRules
    private let parts: PollingParts<WaitClock>
    private var accepted: Revision?
    /// The tip that was found and not accepted by these rules: as long as it is the tip, nothing has to be looked at.
    private var held: SourceHold?
    /// The revisions that a person has just asked to accept.
    private var approved: [Revision] = []
    private var failures = 0
    /// The failures that make the wait longer: those since the last good poll, or the last hook.
    private var backoff = 0
    /// The wait for the next poll by the schedule.
    private var rest: Task<Void, any Error>?
    /// Whether the daemon's end, or a new configuration, has put an end to polling.
    private var isStopped = false
    private var underWay: Task<SyncReport.PolledSource, Never>?
    private var next: Task<SyncReport.PolledSource, Never>?

    package init(
        source: any ConfigurationSource,
        id: Source.ID,
        accepted: Revision?,
        schedule: PollSchedule,
        rules: HoldRules = HoldRules(),
        parts: PollingParts<WaitClock>
    ) {
        self.source = source
        self.id = id
        self.accepted = accepted
        self.schedule = schedule
        self.rules = rules
        self.parts = parts
    }

    /// Polls at once and then by the schedule, until the surrounding task is cancelled.
    package func run() async throws {
        while true {
            _ = await pollUntilCancelled()
            var isDue = false
            while !isDue {
                try Task.checkCancellation()
                guard let wait = schedule.wait(afterFailures: backoff, jitter: parts.random.unit()) else {
                    parts.board.change(id) { $0.nextPoll = nil }
                    return
                }
                let next = Instant(millisecondsSince1970: parts.time.now().millisecondsSince1970 + wait)
                parts.board.change(id) { $0.nextPoll = next }
                isDue = await restThrough(wait)
            }
        }
    }

    /// Waits so many milliseconds, or until somebody else's poll has ended.
    ///
    /// - Returns: Whether the wait came to its end.
    private func restThrough(_ wait: Int64) async -> Bool {
        let rest = Task { [clock = parts.clock] in try await clock.sleep(for: .milliseconds(wait)) }
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
        let began = parts.time.sinceBoot().milliseconds
        let polled = await pollOnce()
        rest?.cancel()
        // A poll that the daemon's end cuts short says nothing of the source.
        guard !Task.isCancelled else { return polled }
        let took = parts.time.sinceBoot().milliseconds - began
        parts.meter.note(polled.result, of: source.name, after: took, at: parts.time.now())
        return polled
    }

    private func pollOnce() async -> SyncReport.PolledSource {
        defer { underWay = nil }
        let before = accepted
        let isOutdated = parts.circumstances.takeOutdated(id)
        do {
            let poll = try await ask(again: isOutdated || (held != nil && !approved.isEmpty))
            if case .unchanged = poll { await parts.readings.arrive(id) }
            let hadFailed = noteAnswer(poll.revision)
            try await take(poll)
            (failures, backoff) = (0, 0)
            if hadFailed { try await parts.commands.send(RecordSourceRecovery(source: id)) }
            let isNews = accepted != before
            return SyncReport.PolledSource(
                name: source.name,
                revision: accepted,
                failure: nil,
                held: held,
                isNews: isNews
            )
        } catch {
            await parts.readings.arrive(id)
            if isOutdated { parts.circumstances.markOutdated(id) }
            if !Task.isCancelled { await noteFailure("\(error)") }
            return SyncReport.PolledSource(name: source.name, revision: accepted, failure: "\(error)", held: held)
        }
    }

    /// Asks for the tip; with `again` also for what it defines if it is the accepted one.
    ///
    /// Only a comparison with the accepted revision tells whether the tip follows from it.
    private func ask(again: Bool) async throws -> SourcePoll {
        let poll = try await source.poll(accepted: accepted)
        guard again, case .unchanged = poll else { return poll }
        let whole = try await source.poll(accepted: nil)
        guard case .changed(let state) = whole, state.revision != accepted else { return whole }
        return try await source.poll(accepted: accepted)
    }

    private func take(_ poll: SourcePoll) async throws {
        switch poll {
        case .unchanged(let revision): await takeNothing(from: revision)
        case .changed(let state):
            if state.revision == held?.revision, !approved.contains(state.revision) {
                await takeNothing(from: state.revision)
            } else {
                try await take(state)
            }
        }
    }

    private func takeNothing(from revision: Revision) async {
        parts.log.debug("polled", ["source": source.name.text, "revision": revision.hex, "changed": "false"])
        await lookAgain(at: [])
    }

    private func take(_ state: DesiredState) async throws {
        let began = parts.time.sinceBoot().milliseconds
        let isApproved = approved.contains(state.revision)
        let outcome = try await send(state, isApproved: isApproved)
        held = outcome.hold
        guard let hold = outcome.hold else {
            parts.circumstances.settle(outcome, of: id)
            return await note(outcome, of: state, since: began)
        }
        parts.circumstances.dropReading(of: id)
        tell(hold)
        await lookAgain(at: [])
    }

    /// Has a revision accepted or held, with what other sources have read by now in view.
    private func send(_ state: DesiredState, isApproved: Bool) async throws -> SyncServices.Outcome {
        parts.circumstances.noteReading(of: id, called: source.name, state.claimedNames)
        await parts.readings.arrive(id)
        await parts.readings.all()
        do {
            return try await parts.commands.send(
                SyncServices(
                    source: id,
                    state: state,
                    rules: rules,
                    isApproved: isApproved,
                    claims: parts.circumstances.claims(of: id)
                )
            )
        } catch {
            parts.circumstances.dropReading(of: id)
            throw error
        }
    }

    private func tell(_ hold: SourceHold) {
        parts.log.warning(
            "held",
            [
                "source": source.name.text, "revision": hold.revision.hex, "reason": hold.reason.rawValue,
                "message": hold.message,
            ]
        )
    }

    private func note(_ outcome: SyncServices.Outcome, of state: DesiredState, since began: Int64) async {
        let isNews = accepted != state.revision
        accepted = state.revision
        await lookAgain(at: outcome.affected)
        let took = parts.time.sinceBoot().milliseconds - began
        parts.log.write(
            isNews ? .info : .debug,
            "accepted",
            [
                "source": source.name.text, "revision": state.revision.hex, "affected": "\(outcome.affected.count)",
                "plan_ms": "\(took)",
            ]
        )
    }

    /// The source's revision is in the store: what it touches is looked at, and everything when it was the last source
    /// that had not been read.
    private func lookAgain(at services: [Service.ID]) async {
        if parts.circumstances.markRead(id) {
            await parts.evaluation.evaluateAll()
        } else {
            await parts.evaluation.evaluate(services)
        }
    }

    /// Notes that the remote has answered, before anything is told of what it said.
    ///
    /// - Returns: Whether it had not before.
    private func noteAnswer(_ revision: Revision) -> Bool {
        let now = parts.time.now()
        let hadFailed = failures > 0 || parts.board.note(of: id)?.observed == nil
        parts.board.change(id) { note in
            note.revision = revision
            note.observed = now
            note.consecutiveFailures = 0
            note.failure = nil
        }
        return hadFailed
    }

    private func noteFailure(_ message: String) async {
        failures += 1
        backoff += 1
        let (now, count) = (parts.time.now(), failures)
        parts.board.change(id) { note in
            note.observed = now
            note.consecutiveFailures = count
            note.failure = message
        }
        parts.log.warning("poll failed", ["source": source.name.text, "failures": "\(count)", "error": message])
        do {
            try await parts.commands.send(RecordSourceFailure(source: id, message: message))
        } catch {
            parts.log.error("could not record a failed poll", ["source": source.name.text, "error": "\(error)"])
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool {
        if case .success = self { true } else { false }
    }
}

/// What every poller works with.
package struct PollingParts<WaitClock: Clock<Duration>>: Sendable {
    let commands: any CommandSending
    let evaluation: Evaluation
    let circumstances: Circumstances
    let board: SourceBoard
    let time: any TimeSource
    let random: any RandomSource
    let clock: WaitClock
    let log: any Log
    let meter: Meter
    let readings: FirstReadings

    package init(
        commands: any CommandSending,
        evaluation: Evaluation,
        circumstances: Circumstances,
        board: SourceBoard,
        time: any TimeSource,
        random: any RandomSource,
        clock: WaitClock,
        log: any Log,
        meter: Meter,
        readings: FirstReadings = FirstReadings()
    ) {
        self.commands = commands
        self.evaluation = evaluation
        self.circumstances = circumstances
        self.board = board
        self.time = time
        self.random = random
        self.clock = clock
        self.log = log
        self.meter = meter
        self.readings = readings
    }
}
