import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The meter")
struct MeterTests {
    private let live = LiveWorkshop()
    private let source = ScriptedSource(name: "config")

    private func polls(_ result: PollResult) -> Int64 {
        live.meter.present.polls[Meter.Poll(source: source.name, result: result)] ?? 0
    }

    @Test("counts polls by what came of them, and knows when the source last answered")
    func polling() async throws {
        let poller = try await live.poller(source)
        await source.answers(Repository(.sample()))
        _ = await poller.poll()
        #expect(polls(.accepted) == 1)
        let answered = live.workshop.time.now()
        #expect(live.meter.present.answered[source.name] == answered)

        live.workshop.time.pass(1_000)
        await source.fails(Unreachable(what: "it"))
        _ = await poller.poll()
        #expect(polls(.failed) == 1)
        #expect(live.meter.present.answered[source.name] == answered)

        await source.isUnchanged(.sample(number: 1))
        _ = await poller.poll()
        #expect(polls(.unchanged) == 1)
        await source.answers(Repository(number: 2))
        _ = await poller.poll()
        #expect(polls(.held) == 1)
        #expect(live.meter.present.pollSeconds[source.name]?.total == 4)
    }

    @Test("counts the ends of deployments and the length of those that ran")
    func deployments() async throws {
        try await live.sync(Repository(.sample(name: "a"), .sample(name: "b")))
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        live.workshop.time.pass(2_500)
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .failed)))
        _ = try await live.commands.send(CancelDeployment(deployment: Identifier(2), user: nil))

        let readings = live.meter.present
        #expect(readings.ends == [.failed: 1, .cancelled: 1])
        #expect(readings.runSeconds[.failed]?.sum == 2.5)
        #expect(readings.runSeconds[.cancelled] == nil)
    }

    @Test("takes the time from a commit to its deployment, and from no run that a person asked for")
    func lead() async throws {
        let keeper = live.keeper([source])
        await live.executor.usuallyEnds(RunEnd(outcome: .succeeded))
        await source.wasCommitted(.sample(number: 1), at: Instant(millisecondsSince1970: 0))
        try await live.sync(Repository(.sample(name: "a")))
        let now = live.workshop.time.now()
        await keeper.run(Identifier(1))
        #expect(live.meter.present.leadSeconds.total == 1)
        #expect(live.meter.present.leadSeconds.sum == Double(now.millisecondsSince1970) / 1_000)

        let request = RequestSync(scope: .all, force: true, user: "anna")
        try await live.reconciler.reconcile(live.commands.send(request))
        await keeper.run(Identifier(2))
        #expect(try await live.state(2) == .succeeded)
        #expect(live.meter.present.leadSeconds.total == 1)
    }
}
