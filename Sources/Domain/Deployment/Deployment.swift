/// One attempt to bring a service to one digest.
///
/// It moves forward only: queued, running, finished. Each move records the event that tells the rest of the world;
/// saving the deployment puts its events into the store in the same transaction.
package struct Deployment: Sendable {
    package typealias ID = Identifier<Deployment>

    package let id: ID
    package let order: Order
    /// Whose place in the queue it has: its own, or that of the first of those whose places were taken one after the
    /// other by newer definitions of the service.
    package let place: ID
    package private(set) var phase: Phase
    /// In the order of their positions.
    package internal(set) var steps: [Step]
    /// How far the run's reports have been taken in: the offset in bytes behind the last one.
    package private(set) var reportOffset: Int64
    /// How many steps were reported beyond ``Step/limit`` and are not kept.
    package internal(set) var droppedSteps: Int
    /// A person's word that it is to be ended, while its run has not come to its end.
    package private(set) var cancellation: Cancellation?
    /// Where its run is; nil if it has not begun.
    package private(set) var owner: RunOwner.ID?
    var events: [DomainEvent] = []

    /// Where a deployment is in its life; each case holds exactly what is known by then.
    package enum Phase: Hashable, Sendable {
        /// It waits for a slot and for nothing else.
        case queued(at: Instant)
        case running(queued: Instant, started: Instant)
        case finished(Finish)
    }

    /// Brings a stored deployment back; records nothing.
    package init(
        id: ID,
        order: Order,
        place: ID? = nil,
        phase: Phase,
        steps: [Step] = [],
        reportOffset: Int64 = 0,
        droppedSteps: Int = 0,
        cancellation: Cancellation? = nil,
        owner: RunOwner.ID? = nil
    ) {
        self.id = id
        self.order = order
        self.place = place ?? id
        self.phase = phase
        self.steps = steps
        self.reportOffset = reportOffset
        self.droppedSteps = droppedSteps
        self.cancellation = cancellation
        self.owner = owner
    }

    /// A new deployment, queued: last, or in the place of one that it supersedes.
    package static func queued(id: ID, order: Order, inPlaceOf other: Deployment? = nil, at now: Instant) -> Deployment
    {
        var deployment = Deployment(id: id, order: order, place: other?.place, phase: .queued(at: now))
        deployment.events.append(.deploymentQueued(DeploymentQueued(deployment: deployment.record)))
        return deployment
    }
}

extension Deployment {
    /// - Throws: ``WrongPhase`` unless the deployment is queued.
    package func requireQueued(to attempt: String) throws(WrongPhase) {
        guard case .queued = phase else { throw WrongPhase(self, attempted: attempt) }
    }

    /// Marks the run as begun in the state dir of `owner`, with the steps that are expected of it.
    ///
    /// - Throws: ``WrongPhase`` unless the deployment is queued.
    package mutating func start(
        expecting expected: [StepDefinition],
        ownedBy owner: RunOwner.ID,
        at now: Instant
    ) throws(WrongPhase) {
        guard case .queued(let queued) = phase else { throw WrongPhase(self, attempted: "start") }
        self.owner = owner
        phase = .running(queued: queued, started: now)
        expected.prefix(Step.limit).forEach { add($0, key: nil) }
        events.append(.deploymentStarted(DeploymentStarted(deployment: record)))
    }

    /// Records how the run ended, and brings every step to an end: what ran ends with the run, what never ran was
    /// skipped.
    ///
    /// A run that a person has cancelled does not fail any more: it is cancelled, or it has succeeded before.
    ///
    /// - `now`: When it ended, if nobody saw it: a run may end long before somebody takes note of it.
    /// - Returns: The outcome.
    /// - Throws: ``WrongPhase`` unless the deployment is running.
    @discardableResult
    package mutating func finish(_ end: RunEnd, at now: Instant) throws(WrongPhase) -> Outcome {
        guard case .running(let queued, let started) = phase else { throw WrongPhase(self, attempted: "finish") }
        let end = end.after(cancellation)
        let finished = end.at ?? now
        endSteps(succeeded: end.outcome == .succeeded, at: finished)
        phase = .finished(
            Finish(
                outcome: end.outcome,
                queued: queued,
                started: started,
                finished: finished,
                exitCode: end.exitCode,
                message: end.message
            )
        )
        events.append(terminalEvent(end.outcome))
        return end.outcome
    }

    /// Ends a deployment that never started, because it is not wanted any more.
    ///
    /// - Throws: ``WrongPhase`` unless the deployment is queued.
    package mutating func supersede(because reason: String, at now: Instant) throws(WrongPhase) {
        try endQueued(.superseded, message: reason, at: now)
    }

    /// Ends a deployment because a person says so: at once if it has not started, else when its run has ended; the
    /// first word counts.
    ///
    /// - Throws: ``WrongPhase`` if it is over.
    package mutating func cancel(_ cancellation: Cancellation) throws(WrongPhase) {
        switch phase {
        case .queued: try endQueued(.cancelled, message: cancellation.message, at: cancellation.at)
        case .running: self.cancellation = self.cancellation ?? cancellation
        case .finished: throw WrongPhase(self, attempted: "cancel")
        }
    }

    private mutating func endQueued(_ outcome: Outcome, message: String, at now: Instant) throws(WrongPhase) {
        guard case .queued(let queued) = phase else { throw WrongPhase(self, attempted: "end before its start") }
        phase = .finished(Finish(outcome: outcome, queued: queued, started: nil, finished: now, message: message))
        events.append(terminalEvent(outcome))
    }

    /// Remembers that every report up to `offset` has been taken in.
    package mutating func advanceReports(to offset: Int64) { reportOffset = max(reportOffset, offset) }

    /// Hands over what was recorded since the last call, and forgets it.
    package mutating func takeEvents() -> [DomainEvent] {
        defer { events = [] }
        return events
    }

    private func terminalEvent(_ outcome: Outcome) -> DomainEvent {
        switch outcome {
        case .succeeded: .deploymentFinished(DeploymentFinished(deployment: record))
        case .failed, .timedOut, .interrupted: .deploymentFailed(DeploymentFailed(deployment: record))
        case .cancelled: .deploymentCancelled(DeploymentCancelled(deployment: record))
        case .superseded: .deploymentSuperseded(DeploymentSuperseded(deployment: record))
        }
    }

    /// A move that the deployment's phase does not allow.
    package struct WrongPhase: Error, Hashable, CustomStringConvertible {
        package let deployment: ID
        package let state: State
        package let attempted: String

        init(_ deployment: Deployment, attempted: String) {
            self.deployment = deployment.id
            state = deployment.state
            self.attempted = attempted
        }

        package var description: String { "cannot \(attempted) deployment \(deployment): it is \(state.rawValue)" }
    }
}
