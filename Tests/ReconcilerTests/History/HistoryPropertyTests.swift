import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Any history that is cut")
struct HistoryPropertyTests {
    private static let seeds = (0..<120).map(UInt64.init)

    @Test(
        "is within its limits, has everything that is needed, and leaves no output without a record",
        arguments: seeds
    )
    func cut(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        let limits = RetentionLimits.but { limits in
            limits.deployments = Int.random(in: 1...6, using: &chance)
            limits.events = Int.random(in: 1...30, using: &chance)
            limits.totalLogBytes = Int64.random(in: 0...400, using: &chance)
            limits.removedServices = Int.random(in: 0...2, using: &chance)
            limits.age = chance.happens(50) ? 1_000 : nil
        }
        let history = RandomHistory(&chance)
        let bench = HistoryBench(limits, outputs: history.outputs)
        try await history.write(to: bench)
        let before = try await Picture(bench, history)
        if limits.age != nil { try await grow(old: history, in: bench, &chance) }
        if chance.happens(30) { await bench.store.refuseNext(with: Unreachable(what: "the store")) }

        await cut(bench)
        try await check(outputsOf: bench, "seed \(seed)")
        await cut(bench)
        let after = try await Picture(bench, history)
        check(after, before, limits, history, "seed \(seed)")
        try await check(outputsOf: bench, "seed \(seed)")
        #expect(await bench.outputs.kept.values.reduce(0, +) <= limits.totalLogBytes, "seed \(seed)")

        await bench.store.refuseNext(with: Unreachable(what: "the store"))
        let errors = bench.log.errors.count
        await cut(bench)
        #expect(bench.log.errors.count == errors, "seed \(seed): a third look has something left to do")
    }

    /// Lets what is there grow old, and puts something young beside it.
    private func grow(old history: RandomHistory, in bench: HistoryBench, _ chance: inout SplitMix64) async throws {
        await cut(bench)
        bench.workshop.time.pass(1_000)
        try await bench.happen(Int.random(in: 0...3, using: &chance))
    }

    private func cut(_ bench: HistoryBench) async {
        bench.workshop.time.pass(1)
        await bench.keeper.look()
    }

    private func check(outputsOf bench: HistoryBench, _ comment: Comment) async throws {
        let kept = await bench.outputs.kept.keys.map(\.number)
        let there = try await Set(bench.deployments())
        #expect(kept.allSatisfy(there.contains), comment)
    }

    private func check(
        _ after: Picture,
        _ before: Picture,
        _ limits: RetentionLimits,
        _ history: RandomHistory,
        _ comment: Comment
    ) {
        let removed = history.services.filter { $0.lifecycle == .removed }.map(\.id)
        for service in history.services where service.lifecycle == .active {
            let (old, new) = (before.services[service.id], after.services[service.id])
            #expect(new?.needed == old?.needed, comment)
            #expect(new?.open == old?.open, comment)
            #expect(new.map { $0.finished.isSubset(of: old?.finished ?? []) } ?? false, comment)
            #expect(new.map { $0.finished.subtracting($0.needed).count <= limits.deployments } ?? false, comment)
            if limits.age == nil {
                let newest = Set(old?.finished.sorted().suffix(limits.deployments) ?? [])
                #expect(new.map { newest.isSubset(of: $0.finished) } ?? false, comment)
            }
        }
        let left = removed.filter { after.services[$0]?.exists ?? false }
        let busy = removed.filter { !(before.services[$0]?.open.isEmpty ?? true) }
        #expect(left.count <= max(limits.removedServices, busy.count) + busy.count, comment)
        #expect(Set(busy).isSubset(of: left), comment)
        #expect(after.events.count <= limits.events, comment)
        #expect(after.events.last.map { $0 >= before.events.last ?? 0 } ?? before.events.isEmpty, comment)
        #expect(after.events == after.events.first.map { Array($0...(after.events.last ?? $0)) } ?? [], comment)
    }
}

/// Services, some of them removed, with deployments in all states, outputs and events.
private struct RandomHistory: Sendable {
    let services: [Service]
    let deployments: [Deployment]
    let outputs: [Int64: Int64]
    let events: Int

    init(_ chance: inout SplitMix64) {
        var (services, deployments, outputs): ([Service], [Deployment], [Int64: Int64]) = ([], [], [:])
        for number in 1...Int64.random(in: 2...6, using: &chance) {
            let isRemoved = chance.happens(40)
            services.append(.sample(id: number, .sample(name: "s\(number)"), lifecycle: isRemoved ? .removed : .active))
        }
        var open: Set<Service.ID> = []
        for id in 1...Int64.random(in: 1...60, using: &chance) {
            guard let service = services.randomElement(using: &chance) else { continue }
            let outcome = Deployment.Outcome.allCases.randomElement(using: &chance) ?? .failed
            var phase = Deployment.Phase.sampleFinished(outcome)
            if chance.happens(10), open.insert(service.id).inserted {
                phase = chance.happens(50) ? .sampleRunning : .queued(at: .sample())
            } else if chance.happens(70) {
                outputs[id] = Int64.random(in: 0...40, using: &chance)
            }
            deployments.append(.sample(id: id, of: service, phase: phase))
        }
        (self.services, self.deployments, self.outputs) = (services, deployments, outputs)
        events = Int.random(in: 0...60, using: &chance)
    }

    func write(to bench: HistoryBench) async throws {
        try await bench.fill(services, deployments)
        _ = try await bench.store.perform { transaction in
            for (index, service) in services.enumerated() {
                try transaction.save(.sample(Int64(index + 1), of: service.id.number))
                let success = deployments.first { $0.order.service == service.id && $0.state == .succeeded }
                if let success, service.lifecycle == .active {
                    try transaction.save(DeployedService(success, at: .sample()))
                }
            }
        }
        try await bench.happen(events)
    }
}

/// What there is at one moment.
private struct Picture: Sendable {
    struct Part: Sendable {
        let exists: Bool
        let needed: Set<Deployment.ID>
        let finished: Set<Deployment.ID>
        let open: Set<Deployment.ID>
    }

    let services: [Service.ID: Part]
    let events: [Int64]

    init(_ bench: HistoryBench, _ history: RandomHistory) async throws {
        events = try await bench.events()
        services = try await bench.store.read { reading in
            let all = try reading.deployments.page(DeploymentFilter(), before: nil, limit: .max)
            return try history.services.reduce(into: [:]) { parts, service in
                let own = all.filter { $0.order.service == service.id }
                parts[service.id] = Part(
                    exists: try reading.services.find(service.id) != nil,
                    needed: try reading.history.needed(of: service.id),
                    finished: Set(own.filter(\.state.isFinished).map(\.id)),
                    open: Set(own.filter { !$0.state.isFinished }.map(\.id))
                )
            }
        }
    }
}
