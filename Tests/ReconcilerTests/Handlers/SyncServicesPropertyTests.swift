import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Accepting revisions, whatever they say")
struct SyncServicesPropertyTests {
    private static let seeds = (0..<120).map(UInt64.init)

    /// Two workshops that are told the same of two sources, one in full and one by what changed.
    private struct Pair {
        let full = Workshop()
        let incremental = Workshop()
        var repositories: [Repository] = []
        var sources: [Source.ID] = []

        init() async throws {
            for name in ["one", "two"] {
                sources.append(try await full.open(name))
                _ = try await incremental.open(name)
                var repository = Repository(number: 0)
                repository.name = name
                repositories.append(repository)
            }
        }
    }

    @Test("in full or by what changed leads to the same", arguments: seeds)
    func incremental(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        var pair = try await Pair()
        for step in 0..<12 {
            let number = chance.happens(60) ? 0 : 1
            pair.repositories[number].commitAnything(&chance)
            let repository = pair.repositories[number]

            try await pair.full.sync(pair.sources[number], repository.inFull)
            try await pair.incremental.sync(pair.sources[number], repository)

            let full = try await Contents(pair.full)
            #expect(try await Contents(pair.incremental) == full, "seed \(seed), step \(step)")
        }
        #expect(pair.full.reactor.events == pair.incremental.reactor.events, "seed \(seed)")
    }

    @Test("or holding them, in full or by what changed, leads to the same", arguments: seeds.prefix(30))
    func held(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        var pair = try await Pair()
        let rules = HoldRules(maxChanged: 1, maxRemoved: 1, onRewrite: .hold)
        for step in 0..<12 {
            let number = chance.happens(60) ? 0 : 1
            pair.repositories[number].commitAnything(&chance)
            pair.repositories[number].ancestry = chance.happens(10) ? .rewritten : .descends
            let (repository, isApproved) = (pair.repositories[number], chance.happens(30))

            var holds: [SourceHold?] = []
            for (workshop, state) in [(pair.full, repository.inFull.state), (pair.incremental, repository.state)] {
                let source = pair.sources[number]
                let command = SyncServices(source: source, state: state, rules: rules, isApproved: isApproved)
                let before = try await Contents(workshop).services
                holds.append(try await workshop.commands.send(command).hold)
                if holds.last != .some(nil) { #expect(try await Contents(workshop).services == before) }
            }

            #expect(holds[0] == holds[1], "seed \(seed), step \(step)")
            let full = try await Contents(pair.full)
            #expect(try await Contents(pair.incremental) == full, "seed \(seed), step \(step)")
        }
        #expect(pair.full.reactor.events == pair.incremental.reactor.events, "seed \(seed)")
    }

    @Test("writes nothing when nothing is new", arguments: seeds)
    func idempotent(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(number: 0)
        for _ in 0..<10 {
            repository.commitAnything(&chance)
            try await workshop.sync(source, repository)
            for state in [repository.state, repository.inFull.state] {
                let outcome = try await workshop.sendWithoutWriting(SyncServices(source: source, state: state))
                #expect(outcome.affected.isEmpty, "seed \(seed)")
            }
        }
    }

    /// What a store has of the catalogue.
    private struct Contents: Equatable {
        let sources: [Source]
        let services: [Service]

        init(_ workshop: Workshop) async throws {
            (sources, services) = try await workshop.store.read { reading in
                let services = try reading.services.activeIdentifiers().compactMap(reading.services.find)
                return (try reading.sources.all(), services)
            }
        }
    }
}
