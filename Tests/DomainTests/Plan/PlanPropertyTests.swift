import Domain
import TestSupport
import Testing

@Suite("The plan, whatever there is")
struct PlanPropertyTests {
    private static let seeds = (0..<200).map(UInt64.init)

    @Test("leaves nothing to deploy once what it says was deployed", arguments: seeds)
    func converges(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        world.happen(&chance)
        world.pass(10_000)
        var rounds = 0

        while case let names = world.deploys(), !names.isEmpty, rounds <= world.names.count {
            names.forEach { world.run($0) }
            rounds += 1
        }

        #expect(world.deploys().isEmpty, "seed \(seed)")
        for name in world.names { #expect(isAtRest(name, in: world), "seed \(seed), \(name)") }
    }

    /// Synced, held, or waiting for what is held.
    private func isAtRest(_ name: ServiceName, in world: PlanWorld) -> Bool {
        switch world.decide(name) {
        case .nothing(.synced), .hold: true
        case .wait(.dependencies(let names)): names.allSatisfy { !world.isReady($0) && isAtRest($0, in: world) }
        default: false
        }
    }

    @Test("respects dependencies at every step", arguments: seeds)
    func respectsDependencies(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        world.happen(&chance)

        for _ in 0..<50 {
            guard let name = world.deploys().randomElement(using: &chance) else { break }
            let needed = world.services[name]?.desired.definition.dependsOn ?? []
            #expect(needed.allSatisfy(world.isReady), "seed \(seed), \(name)")
            world.run(name, chance.happens(80) ? .succeeded : .failed)
            world.pass(Int64.random(in: 0...4_000, using: &chance))
        }
    }

    @Test("is the same for the same", arguments: seeds)
    func isPure(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        world.happen(&chance)
        let copy = world

        let plan = world.names.map { world.decide($0) }
        let again = copy.names.reversed().map { copy.decide($0) }.reversed()

        #expect(plan == Array(again), "seed \(seed)")
    }

    @Test("tries as often as the policy says, and no more until the definition changes", arguments: seeds)
    func stalls(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        var tries: [ServiceName: Int] = [:]

        for _ in 0..<8 {
            for name in world.deploys() {
                tries[name, default: 0] += 1
                world.run(name, [.failed, .timedOut, .interrupted].randomElement(using: &chance) ?? .failed)
            }
            world.pass(4_000)
        }

        #expect(world.deploys().isEmpty, "seed \(seed)")
        for (name, count) in tries {
            let limit = world.services[name]?.desired.definition.retry.limit
            #expect(count == (limit ?? 0) + 1, "seed \(seed), \(name)")
            #expect(world.decide(name) == .hold(.stalled), "seed \(seed), \(name)")
            world.change(name, digest: .sample(number: 99))
        }
        #expect(Set(world.deploys()).isSuperset(of: tries.keys), "seed \(seed)")
    }

    @Test("never redeploys a dependant because of its dependency", arguments: seeds)
    func leavesDependantsAlone(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        for _ in world.names { world.deploys().forEach { world.run($0) } }
        let synced = world.names.filter { world.decide($0) == .nothing(.synced) }
        guard let name = synced.randomElement(using: &chance) else { return }

        if chance.happens(50) {
            world.change(name, digest: .sample(number: 99))
        } else {
            world.ask(name, SyncRequest(force: true, user: nil))
        }
        #expect(world.deploys() == [name], "seed \(seed)")
        world.begin(name)
        #expect(world.deploys().isEmpty, "seed \(seed)")
        world.run(name)
        #expect(world.deploys().isEmpty, "seed \(seed)")
    }

    @Test("never deploys what is suspended or invalid", arguments: seeds)
    func holds(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var world = PlanWorld.random(&chance)
        world.happen(&chance)
        for name in world.names where chance.happens(30) { world.ask(name, SyncRequest(force: true, user: nil)) }

        for _ in 0..<10 {
            for name in world.deploys() {
                let service = world.services[name]
                #expect(service?.desired.definition.suspend == false, "seed \(seed), \(name)")
                #expect(service?.problems.filter { $0.kind != .unknownDependency } == [], "seed \(seed), \(name)")
                world.run(name, chance.happens(70) ? .succeeded : .failed)
            }
            world.pass(4_000)
        }
    }
}
