import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A manual sync")
struct SyncControlsTests {
    private let live = LiveWorkshop()
    private let source = ScriptedSource()

    @Test("releases the revision that it names, and says what is there instead of another")
    func accept() async throws {
        let controls = try await controls()
        await source.answers(Repository(.sample(name: "a")))
        _ = try await controls.sync(control())
        for _ in 0..<3 { await source.answers(Repository(number: 2)) }
        #expect(try await controls.sync(control()).sources.map(\.held?.reason) == [.emptied])

        let held = Revision.sample(number: 2)
        let found = "source 'config' is held at \(held): it defines no service any more, and 1 service would be removed"
        let wrong = SyncControl(services: [], all: false, force: false, accept: .sample(number: 3), user: nil)
        await #expect(throws: Refusal.notTheTip(.sample(number: 3), found: [found])) { try await controls.sync(wrong) }

        let right = SyncControl(services: [], all: false, force: false, accept: held, user: nil)
        let report = try await controls.sync(right)
        #expect(report.sources.map(\.revision) == [held])
        #expect(report.sources.map(\.held) == [nil])
        #expect(try await live.workshop.service("a") == nil)
        #expect(try await controls.sync(right).sources.map(\.revision) == [held])
    }

    private func controls(
        beside other: ScriptedSource? = nil,
        rules: HoldRules = HoldRules()
    ) async throws -> SyncControls {
        var pollers = [try await live.poller(source, rules: rules)]
        if let other { pollers.append(try await live.poller(other)) }
        return SyncControls(live.context, pollers, live.reconciler, RequestLedger(time: live.workshop.time))
    }

    private func control(_ names: String..., all: Bool = false, force: Bool = false) -> SyncControl {
        SyncControl(services: names.map { .sample($0) }, all: all, force: force, user: "anna")
    }

    @Test("polls, starts what follows, and names the services with drift")
    func plain() async throws {
        await source.answers(Repository(.sample(name: "a"), .sample(name: "b", suspend: true)))
        let report = try await controls().sync(control())
        #expect(report.sources.map(\.revision) == [.sample(number: 1)])
        #expect(report.services == [.sample("a"), .sample("b")])
        #expect(try await live.state(1) == .queued)
        #expect(try await live.workshop.deployment(Identifier(1))?.order.origin == .git)
    }

    @Test("of named services starts the next try at once")
    func named() async throws {
        let controls = try await controls()
        await source.answers(
            Repository(.sample(name: "a", retry: RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)))
        )
        _ = try await controls.sync(control())
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .failed)))
        _ = try await controls.sync(control())
        #expect(try await live.state(2) == nil)

        let report = try await controls.sync(control("a"))
        #expect(report.services == [.sample("a")])
        #expect(try await live.state(2) == .queued)
        #expect(try await live.workshop.deployment(Identifier(2))?.order.user == "anna")
    }

    @Test(
        "of named services asks their sources alone, so that another one that hangs holds nothing up",
        .endsWhenItHangs
    )
    func ownSource() async throws {
        let other = ScriptedSource(name: "other")
        let controls = try await controls(beside: other)
        await source.answers(Repository(.sample(name: "a")))
        _ = try await controls.sync(control())
        await other.close()
        let report = try await controls.sync(control("a", force: true))
        #expect(report.sources.map(\.name) == [.sample("config")])
        #expect(report.services == [.sample("a")])
        await other.open()
        #expect(try await controls.sync(control("a", all: true)).sources.map(\.name).count == 2)
    }

    @Test("of a service that has left its source asks the others too")
    func moved() async throws {
        let other = ScriptedSource(name: "other")
        let controls = try await controls(beside: other)
        await source.answers(Repository(.sample(name: "a"), .sample(name: "b")))
        _ = try await controls.sync(control())
        await source.answers(Repository(number: 2, .sample(name: "b")))
        await other.answers(Repository(number: 3, .sample(name: "a")))
        let report = try await controls.sync(control("a"))
        #expect(report.sources.map(\.revision) == [.sample(number: 2), .sample(number: 3)])
        #expect(report.services == [.sample("a")])
        #expect(try await live.workshop.service("a")?.sourceName == .sample("other"))
    }

    @Test(
        "that accepts a revision asks the source that is held there alone, if there is one",
        .endsWhenItHangs
    )
    func heldSource() async throws {
        let other = ScriptedSource(name: "other")
        let controls = try await controls(beside: other)
        await source.answers(Repository(.sample(name: "a")))
        _ = try await controls.sync(control())
        for _ in 0..<2 { await source.answers(Repository(number: 2)) }
        #expect(try await controls.sync(control()).sources.compactMap(\.held?.reason) == [.emptied])
        await other.close()
        let accept = SyncControl(services: [], all: false, force: false, accept: .sample(number: 2), user: nil)
        #expect(try await controls.sync(accept).sources.map(\.revision) == [.sample(number: 2)])
        await other.open()
        #expect(try await controls.sync(accept).sources.count == 2)
    }

    @Test("that accepts a revision for a service of its source asks no other either", .endsWhenItHangs)
    func heldSourceOfService() async throws {
        let other = ScriptedSource(name: "other")
        let controls = try await controls(beside: other, rules: HoldRules(maxChanged: 0))
        await source.answers(Repository(.sample(name: "a")))
        _ = try await controls.sync(control())
        var changed = Repository(number: 2)
        changed.put(.sample(name: "a", version: "2"), digest: 2)
        for _ in 0..<2 { await source.answers(changed) }
        #expect(try await controls.sync(control()).sources.compactMap(\.held?.reason) == [.changes])
        await other.close()
        let accept = SyncControl(
            services: [.sample("a")],
            all: false,
            force: false,
            accept: .sample(number: 2),
            user: nil
        )
        #expect(try await controls.sync(accept).sources.map(\.revision) == [.sample(number: 2)])
        await other.open()
    }

    @Test("by force deploys everything, and goes on when a source is down")
    func force() async throws {
        let controls = try await controls()
        await source.answers(Repository(.sample(name: "a")))
        _ = try await controls.sync(control())
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .succeeded)))
        await source.fails(Unreachable(what: "git.example"))

        let report = try await controls.sync(control(all: true, force: true))
        #expect(report.sources.map(\.failure) == ["cannot reach git.example"])
        #expect(try await live.state(2) == .queued)
    }

    @Test("of a service that nobody knows is refused")
    func unknown() async throws {
        await #expect(throws: Refusal.noServiceNamed([AbsentService(name: .sample("nobody"))])) {
            try await controls().sync(control("nobody"))
        }
    }
}
