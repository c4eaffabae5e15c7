internal import Domain

/// What one poll does with what it finds.
extension SourcePoller {
    /// Reconciles the source once: asks it, notes that it has answered, accepts or holds what is new, has the services
    /// reconciled that it touches, and records that it is well again.
    func pollOnce() async -> SyncReport.PolledSource {
        defer { underWay = nil }
        let before = accepted
        let isOutdated = context.runtimeState.takeOutdated(id)
        do {
            let poll = try await ask(again: isOutdated || (held != nil && !approved.isEmpty))
            let hadFailed = noteAnswer(poll.revision)
            try await renewDigests(orAt: poll.revision)
            try await take(poll)
            try await noteSuccess(hadFailed: hadFailed)
            return report(isNews: accepted != before)
        } catch {
            await barrier.arrive(id)
            if isOutdated { context.runtimeState.markOutdated(id) }
            if !Task.isCancelled { await noteFailure("\(error)") }
            return report(failure: "\(error)")
        }
    }

    private func report(failure: String? = nil, isNews: Bool = false) -> SyncReport.PolledSource {
        SyncReport.PolledSource(name: source.name, revision: accepted, failure: failure, held: held, isNews: isNews)
    }

    private func noteSuccess(hadFailed: Bool) async throws {
        if failures > 0 {
            context.log.info("the source answers again", ["source": source.name.text, "failures": failures])
        }
        (failures, backoff) = (0, 0)
        if hadFailed { try await context.commands.send(RecordSourceRecovery(source: id)) }
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
        case .unchanged(let revision):
            await barrier.arrive(id)
            await takeNothing(from: revision)
        case .changed(let state):
            if state.revision == held?.revision, !approved.contains(state.revision) {
                await takeNothing(from: state.revision)
            } else {
                try await take(state)
            }
        }
    }

    private func takeNothing(from revision: Revision) async {
        context.log.debug("polled", ["source": source.name.text, "revision": revision.hex, "changed": false])
        await lookAgain(at: [])
    }

    private func take(_ state: DesiredState) async throws {
        let began = context.time.sinceBoot().milliseconds
        let isApproved = approved.contains(state.revision)
        let outcome = try await send(state, isApproved: isApproved)
        held = outcome.hold
        guard let hold = outcome.hold else {
            context.runtimeState.settle(outcome, of: id)
            return await note(outcome, of: state, since: began)
        }
        context.runtimeState.dropReading(of: id)
        tell(hold)
        await lookAgain(at: [])
    }

    /// Has a revision accepted or held, with what other sources have read by now in view.
    private func send(_ state: DesiredState, isApproved: Bool) async throws -> SyncServices.Outcome {
        context.runtimeState.noteReading(of: id, called: source.name, state.claimedNames)
        await barrier.arrive(id)
        await barrier.all()
        do {
            return try await context.commands.send(
                SyncServices(
                    source: id,
                    state: state,
                    rules: rules,
                    isApproved: isApproved,
                    claims: context.runtimeState.claims(of: id)
                )
            )
        } catch {
            context.runtimeState.dropReading(of: id)
            throw error
        }
    }

    private func tell(_ hold: SourceHold) {
        context.log.warning(
            "held",
            [
                "source": source.name.text, "revision": hold.revision.hex, "reason": hold.reason.rawValue,
                "detail": hold.message,
            ]
        )
    }

    private func note(_ outcome: SyncServices.Outcome, of state: DesiredState, since began: Int64) async {
        let isNews = accepted != state.revision
        accepted = state.revision
        await lookAgain(at: outcome.affected)
        let took = context.time.sinceBoot().milliseconds - began
        context.log.write(
            isNews ? .info : .debug,
            "accepted",
            [
                "source": source.name.text, "revision": state.revision.hex, "affected": outcome.affected.count,
                "plan_ms": took,
            ]
        )
    }

    /// The source's revision is in the store: what it touches is looked at, and everything when it was the last source
    /// that had not been read.
    private func lookAgain(at services: [Service.ID]) async {
        if context.runtimeState.markRead(id) {
            await reconciler.reconcileAll()
        } else {
            await reconciler.reconcile(services)
        }
    }

    /// Notes that the remote has answered, before anything is told of what it said.
    ///
    /// - Returns: Whether it had not before.
    private func noteAnswer(_ revision: Revision) -> Bool {
        let now = context.time.now()
        let hadFailed = failures > 0 || context.sources.note(of: id)?.observed == nil
        context.sources.change(id) { note in
            note.revision = revision
            note.observed = now
            note.answered = now
            note.consecutiveFailures = 0
            note.failure = nil
        }
        return hadFailed
    }

    private func noteFailure(_ message: String) async {
        failures += 1
        backoff += 1
        let (now, count) = (context.time.now(), failures)
        context.sources.change(id) { note in
            note.observed = now
            note.consecutiveFailures = count
            note.failure = message
        }
        context.log.warning("poll failed", ["source": source.name.text, "failures": count, "error": message])
        do {
            try await context.commands.send(RecordSourceFailure(source: id, message: message))
        } catch {
            context.log.error("could not record a failed poll", ["source": source.name.text, "error": "\(error)"])
        }
    }
}
