import TestSupport
import Testing

@testable import Domain

@Suite("A deployment")
struct DeploymentTests {
    private let now = Instant.sample(9_000)

    @Test("begins in the queue, and says so")
    func queued() {
        var deployment = Deployment.queued(id: Deployment.ID(1), order: .sample(), at: now)

        #expect(deployment.phase == .queued(at: now))
        #expect(deployment.takeEvents() == [.deploymentQueued(DeploymentQueued(deployment: deployment.record))])
    }

    @Test("hands each event over once")
    func takesEventsOnce() {
        var deployment = Deployment.queued(id: Deployment.ID(1), order: .sample(), at: now)

        #expect(deployment.takeEvents().count == 1)
        #expect(deployment.takeEvents().isEmpty)
    }

    @Test("starts with the steps that are expected of it")
    func start() throws {
        var deployment = Deployment.sample(id: 7)

        try deployment.start(
            expecting: [StepDefinition(name: "a", description: "first"), StepDefinition(name: "b")],
            ownedBy: .sample("a"),
            at: now
        )
        #expect(deployment.owner == .sample("a"))

        #expect(deployment.phase == .running(queued: .sample(), started: now))
        #expect(deployment.steps.map(\.name) == ["a", "b"])
        #expect(deployment.steps.map(\.description) == ["first", nil])
        #expect(deployment.steps.map(\.position) == [1, 2])
        #expect(deployment.steps.map(\.id.number) == [70_001, 70_002])
        #expect(deployment.steps.allSatisfy { $0.state == .pending && $0.started == nil && $0.finished == nil })
        #expect(deployment.takeEvents() == [.deploymentStarted(DeploymentStarted(deployment: deployment.record))])
    }

    @Test(
        "ends as its run ended, with one event that says so",
        arguments: [
            (.succeeded, "DeploymentFinished"), (.failed, "DeploymentFailed"), (.timedOut, "DeploymentFailed"),
            (.interrupted, "DeploymentFailed"), (.cancelled, "DeploymentCancelled"),
            (.superseded, "DeploymentSuperseded"),
        ] as [(Deployment.Outcome, String)]
    )
    func finish(outcome: Deployment.Outcome, event: String) throws {
        var deployment = Deployment.sample(phase: .sampleRunning)

        try deployment.finish(RunEnd(outcome: outcome, exitCode: 3, message: "why"), at: now)

        let finish = Deployment.Finish(
            outcome: outcome,
            queued: .sample(1_000),
            started: .sample(2_000),
            finished: now,
            exitCode: 3,
            message: "why"
        )
        #expect(deployment.phase == .finished(finish))
        #expect(deployment.state == outcome.state)
        #expect(deployment.takeEvents().map(\.name) == [event])
    }

    @Test("ended when its run did, however late that is noted")
    func noted() throws {
        var deployment = Deployment.sample(phase: .sampleRunning)
        try deployment.finish(RunEnd(outcome: .succeeded, at: .sample(2_500)), at: now)
        let finish = Deployment.Finish(
            outcome: .succeeded,
            queued: .sample(1_000),
            started: .sample(2_000),
            finished: .sample(2_500)
        )
        #expect(deployment.phase == .finished(finish))
    }

    @Test("can be superseded and cancelled before its start")
    func endsQueued() throws {
        var (superseded, cancelled) = (Deployment.sample(), Deployment.sample())
        try superseded.supersede(because: "newer", at: now)
        try cancelled.cancel(Cancellation(user: "eva", at: now))

        for (deployment, message) in [(superseded, "newer"), (cancelled, "cancelled by eva")] {
            guard case .finished(let finish) = deployment.phase else {
                Issue.record("\(deployment.phase)")
                continue
            }
            #expect(finish.started == nil && finish.finished == now && finish.message == message)
        }
        #expect(superseded.takeEvents().map(\.name) == ["DeploymentSuperseded"])
        #expect(cancelled.takeEvents().map(\.name) == ["DeploymentCancelled"])
    }

    @Test(
        "makes no move that its phase does not allow, and says nothing then",
        arguments: [.queued(at: .sample()), .sampleRunning, .sampleFinished(), .sampleFinished(.superseded)]
            as [Deployment.Phase]
    )
    func wrongPhase(phase: Deployment.Phase) {
        let isQueued = if case .queued = phase { true } else { false }
        let isRunning = if case .running = phase { true } else { false }
        let moves: [(isAllowed: Bool, move: (inout Deployment) throws -> Void)] = [
            (isQueued, { try $0.start(expecting: [], ownedBy: .sample(), at: now) }),
            (isQueued, { try $0.supersede(because: "", at: now) }),
            (isQueued || isRunning, { try $0.cancel(Cancellation(user: nil, at: now)) }),
            (isRunning, { try $0.process(.step(StepUpdate(name: "a", state: .running, time: now))) }),
            (isRunning, { try $0.process(.plan([])) }),
            (isRunning, { try $0.finish(RunEnd(outcome: .failed), at: now) }),
        ]
        for (isAllowed, move) in moves where !isAllowed {
            var deployment = Deployment.sample(phase: phase)
            #expect(throws: Deployment.WrongPhase.self) { try move(&deployment) }
            #expect(deployment.phase == phase)
            #expect(deployment.takeEvents().isEmpty)
        }
    }

    @Test("says what could not be done")
    func wrongPhaseText() {
        var deployment = Deployment.sample(id: 4)

        let error = #expect(throws: Deployment.WrongPhase.self) {
            try deployment.finish(RunEnd(outcome: .failed), at: now)
        }

        #expect(error?.description == "cannot finish deployment 4: it is queued")
    }

    @Test("never moves its report offset back")
    func reportOffset() {
        var deployment = Deployment.sample(phase: .sampleRunning)
        deployment.advanceReports(to: 50)
        deployment.advanceReports(to: 20)

        #expect(deployment.reportOffset == 50)
    }
}
