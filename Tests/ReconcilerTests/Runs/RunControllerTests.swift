import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The keeper of a run")
struct RunKeeperTests {
    private let live = LiveWorkshop()
    private let source = ScriptedSource()
    private let id = Deployment.ID(1)

    private var keeper: RunController { live.keeper([source]) }

    @Test("takes a deployment from the queue to its end")
    func life() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.report(id, "copy", from: 0, to: 10)
        await live.executor.report(id, "restart", from: 10, to: 25)
        await live.executor.end(id)

        await keeper.run(id)

        let deployment = try #require(try await live.workshop.deployment(id))
        #expect(deployment.state == .succeeded)
        #expect(deployment.steps.map(\.name) == ["copy", "restart"])
        #expect(deployment.reportOffset == 25)
        #expect(await live.executor.calls == ["prepare 1", "start 1", "discard 1"])
        #expect(await source.exports == [deployment.order])
        #expect(try await live.workshop.deployed("web")?.deployment == id)
    }

    @Test("ends what cannot be prepared as failed, with the reason")
    func prepareFails() async throws {
        try await live.sync(Repository(.sample()))
        await source.failsToExport(Unreachable(what: "object 1234"))
        await keeper.run(id)
        let finish = try #require(try await live.workshop.deployment(id)?.finish)
        #expect(finish.outcome == .failed)
        #expect(finish.message == "the run could not be prepared: cannot reach object 1234")
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
        #expect(try await live.workshop.attempts("web").failures == 1)
    }

    @Test("says of a run that failed what its source has and the run missed")
    func missedContent() async throws {
        try await live.sync(Repository(.sample()))
        await source.has(UncoveredContent(place: .sample("shared/motd"), isWhereLooked: true))
        let message = "exit status 1: cat: ../../shared/motd: No such file or directory"
        await live.executor.end(id, RunEnd(outcome: .failed, exitCode: 1, message: message))
        await keeper.run(id)
        let finish = try #require(try await live.workshop.deployment(id)?.finish)
        #expect(finish.message == "\(message); \(Self.hint)" && finish.exitCode == 1)
        #expect(await source.missing == [[.relative("../../shared/motd")]])
    }

    private static let hint =
        "shared/motd is in the repository and not covered: add \"../shared/motd\" to watch in web/service.json"

    @Test("ends a run as it ended where nobody can say what it missed")
    func missedContentUnknown() async throws {
        try await live.sync(Repository(.sample()))
        await source.failsToLook(Unreachable(what: "the clone"))
        await live.executor.end(id, RunEnd(outcome: .failed, exitCode: 1, message: "x/y not found"))
        await keeper.run(id)
        #expect(try await live.workshop.deployment(id)?.finish?.message == "x/y not found")
        #expect(await source.missing.count == 1)
    }

    @Test("gives the export of a deployment up that is cancelled meanwhile, and takes down what there is of it")
    func cancelledExport() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        async let run: Void = keeper.run(id)
        #expect(await eventually { await !source.exports.isEmpty })
        _ = try await live.commands.send(CancelDeployment(deployment: id, user: "anna"))
        await run
        #expect(try await live.workshop.deployment(id)?.finish?.outcome == .cancelled)
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
    }

    @Test("gives the export of a deployment up that a newer digest supersedes")
    func supersededExport() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        async let run: Void = keeper.run(id)
        #expect(await eventually { await !source.exports.isEmpty })
        var repository = Repository(number: 2)
        repository.put(.sample(), digest: 2)
        try await live.sync(repository)
        await run
        #expect(try await live.workshop.deployment(id)?.finish?.outcome == .superseded)
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
    }

    @Test("leaves a deployment in the queue whose export the daemon's end cuts short")
    func stoppedExport() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        let run = Task { await keeper.run(id) }
        #expect(await eventually { await !source.exports.isEmpty })
        run.cancel()
        await run.value
        #expect(try await live.workshop.deployment(id)?.state == .queued)
        #expect(await live.executor.calls == ["prepare 1"])
    }

    @Test("ends what cannot be started as failed, with the reason")
    func startFails() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.failsToStart(Unreachable(what: "/proc/self/exe"))
        await keeper.run(id)
        #expect(
            try await live.workshop.deployment(id)?.finish?.message
                == "the run could not be started: cannot reach /proc/self/exe"
        )
    }

    @Test("ends what belongs to a source that nobody configured")
    func unknownSource() async throws {
        try await live.sync(Repository(.sample()))
        await live.keeper([]).run(id)
        #expect(
            try await live.workshop.deployment(id)?.finish?.message
                == "the source 'config' is not in the configuration any more"
        )
    }

    @Test("takes down what is not wanted any more")
    func superseded() async throws {
        try await live.sync(Repository(.sample()))
        let config = try await live.workshop.open("config")
        try await live.workshop.sync(config, Repository(number: 2, .sample(suspend: true)))
        await keeper.run(id)
        #expect(try await live.state(1) == .superseded)
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
    }

    @Test("leaves alone what has ended already, or never was")
    func over() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.usuallyEnds(RunEnd(outcome: .succeeded))
        await keeper.run(id)
        let calls = await live.executor.calls
        await keeper.run(id)
        await keeper.takeUp(id)
        await keeper.run(Identifier(99))
        #expect(await live.executor.calls == calls)
    }

    @Test("gives nothing up while the store fails", arguments: ["begin", "report", "end"])
    func storeFails(moment: String) async throws {
        try await live.sync(Repository(.sample()))
        if moment == "begin" { await live.store.refuseNext(with: Unreachable(what: "the disk")) }
        let run = Task { await keeper.run(id) }
        if moment != "begin" {
            #expect(await eventually { (try? await live.state(1)) == .running })
            await live.store.refuseNext(with: Unreachable(what: "the disk"))
        }
        if moment == "report" { await live.executor.report(id, "copy", from: 0, to: 10) }
        if moment == "end" { await live.executor.end(id) }
        #expect(await eventually { live.clock.sleeping == 1 })
        live.clock.advance(by: .seconds(1))
        await live.executor.end(id)
        await run.value

        #expect(try await live.state(1) == .succeeded)
        #expect(try await live.workshop.deployment(id)?.steps.count == (moment == "report" ? 1 : 0))
        #expect(live.log.errors.count == 1)
        #expect(await live.executor.started == ["start 1"])
    }

    @Test("makes a run ready again, as the same attempt, when the store cannot be asked whether it is still wanted")
    func storeFailsWhilePreparing() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.usuallyEnds(RunEnd(outcome: .succeeded, exitCode: 0))
        // The first is for the deployment itself.
        let keeper = live.keeper([source], reading: UnreliableStore(live.store, failing: [2]))
        let run = Task { await keeper.run(id) }
        #expect(await eventually { live.clock.sleeping == 1 })
        #expect(try await live.state(1) == .queued)
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
        live.clock.advance(by: .seconds(1))
        await run.value
        #expect(try await live.state(1) == .succeeded)
        #expect(try await live.workshop.deployment(Identifier(2)) == nil)
        #expect(await live.executor.started == ["start 1"])
        #expect(live.log.errors.count == 1)
    }

    @Test("makes a run ready again, as the same attempt, when the store cannot be asked for what it starts with")
    func storeFailsAtTheStart() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.usuallyEnds(RunEnd(outcome: .succeeded, exitCode: 0))
        await live.executor.recovers(.neverStarted)
        await live.executor.failsToStart(StoreUnavailable(reason: "the disk"))
        let run = Task { await keeper.run(id) }
        #expect(await eventually { live.clock.sleeping == 1 })
        #expect(try await live.state(1) == .running)
        await live.executor.failsToStart(nil)
        live.clock.advance(by: .seconds(1))
        await run.value
        #expect(try await live.state(1) == .succeeded)
        #expect(try await live.workshop.deployment(Identifier(2)) == nil)
        #expect(
            await live.executor.calls == ["prepare 1", "start 1", "recover 1", "prepare 1", "start 1", "discard 1"]
        )
    }

    @Test("leaves a deployment in the queue when the daemon ends while its run is prepared")
    func cancelledWhilePreparing() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.hangsInPreparing()
        let run = Task { await keeper.run(id) }
        #expect(await eventually { await live.executor.calls == ["prepare 1"] })
        run.cancel()
        await run.value
        #expect(try await live.state(1) == .queued)
        #expect(try await live.workshop.attempts("web") == .none)
    }

    @Test("gives up the export of what is cancelled meanwhile, and takes it down")
    func cancelledWhileExporting() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        let run = Task { await keeper.run(id) }
        #expect(await eventually { await source.exports.count == 1 })
        #expect(live.executor.locks.held == [id])
        _ = try await live.commands.send(CancelDeployment(deployment: id, user: "eve"))
        await run.value
        #expect(try await live.workshop.deployment(id)?.finish?.message == "cancelled by eve")
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
        #expect(live.log.errors.isEmpty)
    }

    @Test("gives up the export of what a newer definition has taken the place of")
    func supersededWhileExporting() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        let run = Task { await keeper.run(id) }
        #expect(await eventually { await source.exports.count == 1 })
        var repository = Repository(number: 2)
        repository.put(.sample(), digest: 2)
        try await live.sync(repository)
        await run.value
        #expect(try await live.state(1) == .superseded)
        #expect(try await live.state(2) == .queued)
        #expect(await live.executor.calls == ["prepare 1", "discard 1"])
    }

    @Test("does not begin the export of what was cancelled before")
    func cancelledBeforeExporting() async throws {
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: id))
        _ = try await live.commands.send(CancelDeployment(deployment: id, user: "eve"))
        await source.hangsInExporting()
        await live.executor.recovers(.neverStarted)
        await keeper.takeUp(id)
        #expect(await source.exports.isEmpty)
        #expect(try await live.workshop.deployment(id)?.finish?.message == "cancelled by eve")
    }

    @Test("ends a run that is cancelled while it is made ready once more")
    func cancelledWhileTakenUp() async throws {
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: id))
        await source.hangsInExporting()
        await live.executor.recovers(.neverStarted)
        let run = Task { await keeper.takeUp(id) }
        #expect(await eventually { await source.exports.count == 1 })
        let controls = ServiceControls(live.context, live.reconciler, live.executor)
        #expect(try await controls.cancel(CancelDeployment(deployment: id, user: "eve")) == .running)
        await run.value
        #expect(try await live.workshop.deployment(id)?.finish?.message == "cancelled by eve")
        #expect(await live.executor.started.isEmpty)
        #expect(live.executor.locks.held.isEmpty)
    }

    @Test("gives an export up with the lock when the daemon ends, and leaves the deployment as it was")
    func endsWhileExporting() async throws {
        try await live.sync(Repository(.sample()))
        await source.hangsInExporting()
        let run = Task { await keeper.run(id) }
        #expect(await eventually { await source.exports.count == 1 })
        run.cancel()
        await run.value
        #expect(live.executor.locks.held.isEmpty)
        #expect(try await live.state(1) == .queued)
        #expect(try await live.workshop.attempts("web") == .none)
    }

    @Test("leaves a run going on when the daemon ends, and takes it up again where it was")
    func takesUp() async throws {
        try await live.sync(Repository(.sample()))
        await live.executor.report(id, "copy", from: 0, to: 10)
        let run = Task { await keeper.run(id) }
        #expect(await eventually { (try? await live.workshop.deployment(id))?.reportOffset == 10 })
        run.cancel()
        await run.value
        #expect(try await live.state(1) == .running)

        await live.executor.report(id, "restart", from: 10, to: 20)
        await live.executor.end(id)
        await keeper.takeUp(id)
        #expect(try await live.workshop.deployment(id)?.steps.map(\.name) == ["copy", "restart"])
        #expect(try await live.state(1) == .succeeded)
        #expect(await live.executor.started == ["start 1"])
    }

    @Test("starts a run once more that never began, and counts no try for it")
    func neverStarted() async throws {
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: id))
        await live.executor.recovers(.neverStarted)
        await live.executor.end(id)
        await keeper.takeUp(id)
        #expect(await live.executor.calls == ["recover 1", "prepare 1", "start 1", "discard 1"])
        #expect(try await live.state(1) == .succeeded)
    }

    @Test("records what was interrupted, after what it had reported")
    func interrupted() async throws {
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: id))
        await live.executor.recovers(.interrupted)
        await live.executor.report(id, "copy", from: 0, to: 10)
        await live.executor.end(id, RunEnd(outcome: .interrupted))
        await keeper.takeUp(id)
        #expect(try await live.state(1) == .interrupted)
        #expect(try await live.workshop.deployment(id)?.steps.map(\.name) == ["copy"])
        #expect(try await live.workshop.decide("web") == .wait(.backoff(remaining: 5_000)))
    }

    @Test("holds the service of a lost run as long as something of the run is left, and names it")
    func leftovers() async throws {
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: id))
        await live.executor.leaves("sudo (12)", "rsync (13)")
        let task = Task { await keeper.takeUp(id) }
        let held = Decision.hold(.leftovers(["sudo (12)", "rsync (13)"]))
        #expect(await eventually { (try? await live.workshop.decide("web")) == held })
        #expect(live.workQueue.take() == .all)
        #expect(await eventually { live.clock.sleeping == 1 })
        live.clock.advance(by: .seconds(5))
        #expect(await eventually { await live.executor.calls.count { $0 == "recover 1" } == 2 })
        #expect(live.log.errors.count == 1)
        #expect(try await live.state(1) == .running)

        await live.executor.leaves()
        await live.executor.end(id, RunEnd(outcome: .interrupted))
        #expect(await eventually { live.clock.sleeping == 1 })
        live.clock.advance(by: .seconds(5))
        await task.value
        #expect(try await live.state(1) == .interrupted)
        #expect(try await live.workshop.decide("web").word == "wait")
    }
}

extension Deployment {
    /// How it ended, if it has.
    var finish: Finish? {
        guard case .finished(let finish) = phase else { return nil }
        return finish
    }
}
