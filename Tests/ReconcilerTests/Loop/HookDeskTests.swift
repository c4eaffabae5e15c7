import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("Push hooks")
struct HookDeskTests {
    private let live = LiveWorkshop()
    private let source = ScriptedSource()
    private let ledger: RequestLedger

    init() {
        ledger = RequestLedger(time: live.workshop.time)
    }

    /// Has hooks taken for the source while `test` runs.
    private func running(
        clock: any Clock<Duration> = ContinuousClock(),
        _ test: (HookDesk) async throws -> Void
    ) async throws {
        let pollers = [try await live.poller(source)]
        let desk = HookDesk(pollers: pollers, requests: ledger, meter: live.meter, clock: clock)
        let run = Task { await desk.run() }
        try await test(desk)
        run.cancel()
        await run.value
    }

    private func hook(_ delivery: String? = nil) -> PushHook { PushHook(source: source.name, delivery: delivery) }

    private func count(_ result: HookResult) -> Int64? { live.meter.present.hooks[source.name]?[result] }

    @Test("have the source polled, and say what the poll found")
    func polls() async throws {
        await source.answers(Repository(.sample()))
        try await running { desk in
            let first = try desk.take(hook())
            #expect(await eventually { ledger.find(first)?.state == .done })
            guard case .done(let report, _) = ledger.find(first)?.phase else { return }
            #expect(report.sources.map(\.result) == [.accepted])
            #expect(report.sources.map(\.revision) == [.sample(number: 1)])
            #expect(try await live.state(1) == .queued)

            await source.fails(Unreachable(what: "git.example"))
            let second = try desk.take(hook())
            #expect(await eventually { ledger.find(second)?.state == .failed })
            guard case .failed(let reason, _) = ledger.find(second)?.phase else { return }
            #expect(reason == "cannot reach git.example")
        }
        #expect(count(.accepted) == 2)
    }

    @Test("that come twice are one request and one poll")
    func duplicates() async throws {
        try await running { desk in
            let first = try desk.take(hook("a"))
            #expect(try desk.take(hook("a")) == first)
            #expect(await eventually { ledger.find(first)?.state == .done })
            #expect(try desk.take(hook("a")) == first)
            let next = try desk.take(hook("b"))
            #expect(next != first)
            #expect(await eventually { ledger.find(next)?.state == .done })
        }
        #expect(await source.polls.count == 2)
        #expect(count(.accepted) == 2)
        #expect(count(.duplicate) == 2)
    }

    @Test("that cannot be read have the source polled all the same, and each that comes meanwhile once more")
    func unread() async throws {
        let clock = ManualClock()
        try await running(clock: clock) { desk in
            desk.takeUnread(source.name, polls: true)
            #expect(await eventually { clock.sleeping == 1 })
            // More do not make it sooner, and are one poll.
            for _ in 0..<20 { desk.takeUnread(source.name, polls: true) }
            desk.takeUnread(source.name, polls: false)
            #expect(await source.polls.count == 1)
            clock.advance(by: .seconds(10))
            #expect(await eventually { await source.polls.count == 2 && clock.sleeping == 1 })
        }
        #expect(await source.polls.count == 2)
        #expect(count(.tooLarge) == 22)
    }

    @Test("that come again after their poll has failed are polled for")
    func redelivered() async throws {
        await source.fails(Unreachable(what: "git.example"))
        try await running { desk in
            let first = try desk.take(hook("a"))
            #expect(await eventually { ledger.find(first)?.state == .failed })
            #expect(await eventually { (try? desk.take(hook("a"))) != first })
            #expect(await eventually { await source.polls.count == 2 })
        }
    }

    @Test("that come while a poll is under way are one more poll after it")
    func coalesce() async throws {
        await source.close()
        try await running { desk in
            let first = try desk.take(hook())
            #expect(await eventually { await source.underWay == 1 })
            let others = try (0..<8).map { _ in try desk.take(hook()) }
            #expect(Set(others).count == 8)
            await source.open()
            for request in [first] + others { #expect(await eventually { ledger.find(request)?.state == .done }) }
        }
        // Each of the eight may have come to the poller before or after the second poll began.
        #expect(await source.polls.count >= 2)
    }

    @Test("are turned away when too many wait, and are then no duplicates when they come again")
    func bounded() async throws {
        await source.close()
        try await running { desk in
            for _ in 0..<HookDesk.mostUnderWay { _ = try desk.take(hook()) }
            #expect(throws: HookPostponed.tooMany) { try desk.take(hook("late")) }
            await source.open()
            #expect(await eventually { (try? desk.take(hook("late"))) != nil })
        }
        #expect(count(.duplicate) == nil)
    }

    @Test("end with the daemon, in the middle of a poll too, and are not taken afterwards")
    func stopped() async throws {
        await source.close()
        var requests: [ControlRequest.ID] = []
        try await running { desk in
            requests.append(try desk.take(hook()))
            #expect(await eventually { await source.underWay == 1 })
            requests.append(try desk.take(hook()))
        }
        #expect(requests.allSatisfy { ledger.find($0)?.state == .failed })
        #expect(await source.underWay == 0)

        try await running { desk in
            let run = Task { await desk.run() }
            run.cancel()
            await run.value
            #expect(throws: HookPostponed.stopping) { try desk.take(hook()) }
        }
    }

    @Test("that are refused are counted of sources that take hooks, and of no other name")
    func refused() async throws {
        try await running { desk in
            desk.noteRefusal(of: source.name)
            desk.noteRefusal(of: .sample("nobody"))
        }
        #expect(count(.refused) == 1)
        #expect(Array(live.meter.present.hooks.keys) == [source.name])
    }
}
