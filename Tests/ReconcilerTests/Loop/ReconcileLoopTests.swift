import Domain
import Reconciler
import Synchronization
import TestSupport
import Testing

@Suite("The reconcile loop")
struct ReconcileLoopTests {
    /// Lets the loop run while `test` does.
    private func running(
        _ live: LiveWorkshop,
        heartbeat: Heartbeat? = nil,
        _ test: () async throws -> Void
    ) async throws {
        let task = Task { await live.loop(beating: heartbeat).run() }
        defer { task.cancel() }
        try await test()
        task.cancel()
        await task.value
    }

    @Test("looks at every service when it begins: what must happen is found in the store")
    func start() async throws {
        let live = LiveWorkshop()
        let source = try await live.workshop.open("config")
        try await live.workshop.sync(source, Repository(.sample(name: "a"), .sample(name: "b")))

        try await running(live) { () async throws in
            #expect(await eventually { (try? await live.state(2)) == .queued })
        }
    }

    @Test("starts the next try when its time has come, and not before")
    func retry() async throws {
        let live = LiveWorkshop()
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .failed)))

        try await running(live) { () async throws in
            #expect(await eventually { live.clock.asked.contains(.seconds(5)) && live.clock.sleeping == 1 })
            #expect(try await live.state(2) == nil)
            live.pass(5_000)
            #expect(await eventually { (try? await live.state(2)) == .queued })
        }
        #expect(try await live.workshop.deployment(Identifier(2))?.order.origin == .retry)
    }

    @Test("starts the next try whose time comes while it looks at the services")
    func retryDuringRound() async throws {
        let live = LiveWorkshop()
        try await live.sync(Repository(.sample()))
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
        try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .failed)))
        let isFirst = Mutex(true)
        let beat = Heartbeat(interval: 60_000) { [time = live.workshop.time] in
            if isFirst.withLock({ first in
                defer { first = false }; return first
            }) {
                time.pass(5_000)
            }
        }

        try await running(live, heartbeat: beat) { () async throws in
            #expect(await eventually { (try? await live.state(2)) == .queued })
        }
    }

    @Test("goes on with those that waited for a deployment")
    func dependants() async throws {
        let live = LiveWorkshop()
        try await live.sync(Repository(.sample(name: "db"), .sample(name: "web", dependsOn: ["db"])))
        try await running(live) { () async throws in
            _ = try await live.commands.send(BeginRun(deployment: Identifier(1)))
            try await live.commands.send(FinishDeployment(deployment: Identifier(1), end: RunEnd(outcome: .succeeded)))
            #expect(await eventually { (try? await live.state(2)) == .queued })
        }
    }

    @Test("looks again after a second at what could not be followed because the store failed")
    func storeFails() async throws {
        let live = LiveWorkshop()
        let source = try await live.workshop.open("config")
        try await live.workshop.sync(source, Repository(.sample()))
        await live.store.refuseNext(with: Unreachable(what: "the disk"))

        try await running(live) { () async throws in
            #expect(await eventually { live.clock.asked.contains(.seconds(1)) && live.clock.sleeping == 1 })
            #expect(live.log.errors.map(\.message) == ["could not follow the plan"])
            #expect(try await live.state(1) == nil)
            live.pass(1_000)
            #expect(await eventually { (try? await live.state(1)) == .queued })
        }
    }

    @Test("looks at each service alone where many at once fail, so that one cannot keep the others back")
    func oneOfManyFails() async throws {
        let live = LiveWorkshop()
        let source = try await live.workshop.open("config")
        let names = (1...100).map { "service-\($0)" }
        var repository = Repository()
        for name in names { repository.put(.sample(name: name)) }
        try await live.workshop.sync(source, repository)
        await live.store.refuseNext(with: Unreachable(what: "the disk"))

        try await running(live) { () async throws in
            #expect(await eventually { (try? await live.state(100)) == .queued })
        }
        #expect(live.log.errors.isEmpty)
    }
}
