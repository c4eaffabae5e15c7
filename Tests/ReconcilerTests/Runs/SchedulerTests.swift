import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The scheduler")
struct SchedulerTests {
    private let live = LiveWorkshop()

    private func running(concurrency: Int, _ test: () async throws -> Void) async throws {
        let scheduler = live.scheduler(concurrency: concurrency)
        let task = Task { try await scheduler.run() }
        defer { task.cancel() }
        try await test()
        task.cancel()
        try await task.value
    }

    private func services(_ count: Int) -> Repository {
        var repository = Repository()
        for number in 1...count { repository.put(.sample(name: "s\(number)")) }
        return repository
    }

    @Test("gives out so many slots at once, the oldest deployments first")
    func slots() async throws {
        try await live.sync(services(5))
        try await running(concurrency: 2) { () async throws in
            #expect(await eventually { await live.executor.started == ["start 1", "start 2"] })
            await live.executor.end(Identifier(2))
            #expect(await eventually { await live.executor.started.last == "start 3" })
            #expect(try await live.state(4) == .queued)
            await live.executor.end(Identifier(1))
            #expect(await eventually { await live.executor.started.last == "start 4" })
            await live.executor.usuallyEnds(RunEnd(outcome: .succeeded))
            await live.executor.end(Identifier(3))
            await live.executor.end(Identifier(4))
            #expect(await eventually { (try? await live.state(5)) == .succeeded })
        }
        #expect(try await live.store.read { try $0.deployments.counts() } == [.succeeded: 5])
    }

    @Test("starts what is queued while it waits")
    func later() async throws {
        try await running(concurrency: 1) { () async throws in
            try await live.sync(services(1))
            #expect(await eventually { await live.executor.started == ["start 1"] })
        }
        #expect(try await live.state(1) == .running)
    }

    @Test("goes on with what was running, which takes its slots")
    func takesUp() async throws {
        try await live.sync(services(3))
        for id in 1...2 { _ = try await live.commands.send(BeginRun(deployment: Identifier(Int64(id)))) }
        try await running(concurrency: 2) { () async throws in
            #expect(await eventually { await live.executor.calls.sorted() == ["recover 1", "recover 2"] })
            #expect(try await live.state(3) == .queued)
            await live.executor.end(Identifier(1))
            #expect(await eventually { await live.executor.started == ["start 3"] })
        }
    }

    @Test("leaves a run alone that another state dir has")
    func ofAnother() async throws {
        try await live.sync(services(2))
        _ = try await live.commands.send(BeginRun(deployment: Identifier(1), owner: .sample("a")))
        try await running(concurrency: 4) { () async throws in
            #expect(await eventually { await live.executor.started == ["start 2"] })
        }
        #expect(await live.executor.calls.contains("recover 1") == false)
        #expect(try await live.state(1) == .running)
    }

    @Test("runs one deployment of a service at a time")
    func onePerService() async throws {
        let loop = Task { await live.loop.run() }
        defer { loop.cancel() }
        try await live.sync(services(1))
        try await running(concurrency: 4) { () async throws in
            #expect(await eventually { await live.executor.started == ["start 1"] })
            var repository = Repository(number: 2)
            repository.put(.sample(name: "s1"), digest: 2)
            try await live.sync(repository)
            #expect(try await live.state(2) == nil)
            await live.executor.end(Identifier(1))
            #expect(await eventually { await live.executor.started == ["start 1", "start 2"] })
        }
    }
}
