import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The keeper of history")
struct HistoryKeeperTests {
    private func finished(_ ids: ClosedRange<Int64>, of service: Service = .sample()) -> [Deployment] {
        ids.map { .sample(id: $0, of: service, phase: .sampleFinished(.failed, exitCode: 1)) }
    }

    private func outputs(_ ids: ClosedRange<Int64>, of bytes: Int64 = 10) -> [Int64: Int64] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0, bytes) })
    }

    private func running(_ bench: HistoryBench, _ test: () async throws -> Void) async throws {
        let task = Task { await bench.keeper.run() }
        defer { task.cancel() }
        try await test()
        task.cancel()
        await task.value
    }

    @Test("keeps so many finished deployments of a service, and those that are needed")
    func deployments() async throws {
        let bench = HistoryBench(.but { $0.deployments = 3 }, outputs: outputs(1...60))
        let success = Deployment.sample(id: 1, phase: .sampleFinished())
        try await bench.fill([.sample()], [success] + finished(2...60) + [.sample(id: 61)])
        await bench.keeper.look()
        #expect(try await bench.deployments() == [1, 58, 59, 60, 61])
        #expect(await bench.outputs.kept.keys.map(\.number).sorted() == [1, 58, 59, 60])
        #expect(await bench.outputs.removed.map(\.number) == Array(2...57))
        #expect(bench.log.errors.isEmpty)
    }

    @Test("takes an output down before its record, which stays when the output cannot go")
    func order() async throws {
        let bench = HistoryBench(.but { $0.deployments = 1 }, outputs: outputs(1...4))
        try await bench.fill([.sample()], finished(1...4))
        await bench.outputs.refuses(Identifier(2))
        await bench.keeper.look()
        #expect(try await bench.deployments() == [2, 4])
        #expect(bench.log.errors.map(\.message) == ["could not take the output of a run down"])
        await bench.outputs.refuses(nil)
        await bench.keeper.look()
        #expect(try await bench.deployments() == [4])

        try await bench.fill([.sample()], finished(5...6))
        await bench.outputs.put(Identifier(4), 10)
        await bench.store.refuseNext(with: Unreachable(what: "the store"))
        await bench.keeper.look()
        #expect(try await bench.deployments() == [4, 5, 6])
        #expect(await bench.outputs.kept.isEmpty)
        #expect(bench.log.errors.last?.message == "could not forget old history")
    }

    @Test("keeps so many events, always the last, and the count goes on")
    func events() async throws {
        let bench = HistoryBench(.but { $0.events = 100 })
        try await bench.fill()
        try await bench.happen(2_500)
        await bench.keeper.look()
        #expect(try await bench.events() == Array(2_401...2_500))
        try await bench.happen(1)
        #expect(try await bench.events().last == 2_501)
    }

    @Test("keeps events up to so many bytes, always the last")
    func eventBytes() async throws {
        let bench = HistoryBench(.but { $0.eventBytes = 1 })
        try await bench.fill()
        try await bench.happen(2_500)
        await bench.keeper.look()
        #expect(try await bench.events() == [2_500])
        let sizes = try await bench.store.read { try $0.events.sizes(from: 2_500, through: 2_500) }
        let other = HistoryBench(.but { $0.eventBytes = (sizes.first?.bytes ?? 0) * 100 })
        try await other.fill()
        try await other.happen(2_500)
        await other.keeper.look()
        #expect(try await other.events() == Array(2_401...2_500))
        try await other.happen(50)
        await other.keeper.look()
        #expect(try await other.events() == Array(2_451...2_550))
    }

    @Test("keeps outputs up to a sum, the newest of them")
    func outputs() async throws {
        let bench = HistoryBench(.but { $0.totalLogBytes = 35 }, outputs: outputs(1...5))
        try await bench.fill([.sample()], finished(1...6))
        try await running(bench) { () async throws in
            #expect(await eventually { await bench.outputs.kept.keys.map(\.number).sorted() == [3, 4, 5] })
            #expect(await eventually { bench.board.note.outputs == 30 })
            await bench.outputs.put(Identifier(6), 30)
            bench.ended.note(Identifier(6))
            #expect(await eventually { await bench.outputs.kept.keys.map(\.number).sorted() == [6] })
        }
        #expect(try await bench.deployments() == Array(1...6))
    }

    @Test("forgets services that have left when there are too many, those first that left first")
    func removedServices() async throws {
        let bench = HistoryBench(.but { $0.removedServices = 2 }, outputs: outputs(1...5))
        let services = (Int64(1)...5).map { Service.sample(id: $0, .sample(name: "s\($0)"), lifecycle: .removed) }
        let deployments = services.map { Deployment.sample(id: $0.id.number, of: $0, phase: .sampleFinished()) }
        try await bench.fill(services + [.sample(id: 6, .sample(name: "there"))], Array(deployments.dropLast()))
        _ = try await bench.store.perform { transaction in
            for (number, service) in [5, 1, 4, 2, 3].enumerated() {
                try transaction.save(.sample(Int64(number + 1), of: Int64(service)))
            }
            var running = Deployment.sample(id: 5, of: services[4], phase: .sampleRunning)
            try transaction.save(&running)
        }
        await bench.keeper.look()
        // The fifth left first, but still runs.
        #expect(
            try await bench.store.read { try $0.history.services(after: nil, limit: 9) }.map(\.number) == [2, 3, 5, 6]
        )
        #expect(try await bench.deployments() == [2, 3, 5])
        #expect(await bench.outputs.removed.map(\.number) == [1, 4])
    }

    @Test("forgets by age what is older on the clock of the machine, whatever the wall clock says")
    func age() async throws {
        let bench = HistoryBench(.but { $0.age = 64_000 }, outputs: outputs(1...3))
        let gone = Service.sample(id: 2, .sample(name: "gone"), lifecycle: .removed)
        try await bench.fill([.sample(), gone], finished(1...3) + finished(9...9, of: gone))
        _ = try await bench.store.perform { transaction in
            try transaction.save(.sample(1, of: 1))
            try transaction.save(.sample(2, of: 2))
            try transaction.save(.sample(3, of: 1))
        }
        try await bench.happen(5)
        await bench.keeper.look()
        bench.workshop.time.jump(400 * 24 * 3_600_000)
        await bench.keeper.look()
        bench.workshop.time.reboot("boot-2")
        bench.workshop.time.jump(-900 * 24 * 3_600_000)
        bench.workshop.time.pass(60_000)
        await bench.keeper.look()
        #expect(try await bench.deployments() == [1, 2, 3, 9])
        #expect(try await bench.events().count == 5)

        bench.workshop.time.pass(5_000)
        await bench.keeper.look()
        #expect(try await bench.deployments() == [3])
        #expect(try await bench.events() == [5])
        #expect(try await bench.store.read { try $0.history.services(after: nil, limit: 9) } == [Identifier(1)])
        #expect(
            try await bench.store.read { try $0.decisions.page(of: .sample(), before: nil, limit: 9) }.map(\.id.number)
                == [3]
        )
    }

    @Test("writes nothing when there is nothing to forget")
    func quiet() async throws {
        let bench = HistoryBench(RetentionLimits(), outputs: outputs(1...3))
        try await bench.fill([.sample()], finished(1...3))
        await bench.store.refuseNext(with: Unreachable(what: "the store"))
        await bench.keeper.look()
        #expect(bench.log.errors.isEmpty)
        #expect(bench.board.note.use == DiskUse(store: 1, runs: 2, sources: 3))
    }

    @Test("looks again every ten minutes, and more often where things go that are younger")
    func pace() async throws {
        for (age, pace) in [(nil, 600_000), (160_000, 10_000), (1_000, 1_000)] as [(Int64?, Int)] {
            let bench = HistoryBench(.but { $0.age = age })
            try await running(bench) { () async throws in
                #expect(await eventually { bench.clock.sleeping == 1 && bench.board.note.observed != nil })
                bench.workshop.time.pass(1)
                let before = bench.board.note.observed
                bench.clock.advance(by: .milliseconds(pace))
                #expect(await eventually { bench.board.note.observed != before })
                #expect(bench.clock.asked.allSatisfy { $0 == .milliseconds(pace) })
            }
        }
    }
}
