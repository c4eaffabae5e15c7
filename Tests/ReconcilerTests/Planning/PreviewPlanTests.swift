import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The preview of a revision")
struct PreviewPlanTests {
    private static let seeds = (0..<150).map(UInt64.init)

    @Test("says what accepting the revision then leads to", arguments: seeds)
    func agrees(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        let (workshop, source) = try await Workshop.withSource()
        let other = try await workshop.open("other")
        try await workshop.sync(other, Repository(number: 900, .sample(name: "v"), .sample(name: "elsewhere")))
        var repository = Repository(number: 0)
        for step in 0..<8 {
            repository.commitAnything(&chance)
            let preview = try await self.preview(repository, of: source, in: workshop)
            try await workshop.sync(source, repository)
            let accepted = try await self.accepted(source, in: workshop)

            #expect(preview.decisions == accepted.decisions, "seed \(seed), step \(step)")
            #expect(preview.problems == accepted.problems, "seed \(seed), step \(step)")
            try await happen(in: workshop, &chance)
        }
    }

    private struct Outcome {
        var decisions: [ServiceName: Decision] = [:]
        var problems: Set<Problem> = []
    }

    private func preview(_ repository: Repository, of source: Source.ID, in workshop: Workshop) async throws -> Outcome
    {
        let present = workshop.circumstances.present
        let report = try await workshop.store.read { reading in
            try PreviewPlan(repository.state, of: source, in: reading, present).report()
        }
        let staying = report.items.filter { $0.decision != .nothing(.removed) }
        return Outcome(
            decisions: Dictionary(uniqueKeysWithValues: staying.map { ($0.name, $0.decision) }),
            problems: Set(report.problems)
        )
    }

    private func accepted(_ source: Source.ID, in workshop: Workshop) async throws -> Outcome {
        let present = workshop.circumstances.present
        return try await workshop.store.read { reading in
            var outcome = Outcome(problems: Set(try reading.sources.find(source)?.problems ?? []))
            for service in try reading.services.active(in: source) {
                let item = PlanItem(service, try PlanReader(reading, present).standing(of: service))
                outcome.decisions[service.name] = item.decision
                outcome.problems.formUnion(item.problems)
            }
            return outcome
        }
    }

    /// Some of what is to be deployed is deployed, or fails.
    private func happen(in workshop: Workshop, _ chance: inout SplitMix64) async throws {
        for name in ["v", "w", "x", "y", "z", "elsewhere"] where chance.happens(60) {
            guard try await workshop.service(name) != nil, try await workshop.decide(name).isDeploy else { continue }
            try await workshop.run(name, chance.happens(70) ? .succeeded : .failed)
        }
        workshop.time.pass(Int64.random(in: 0...10_000, using: &chance))
    }

    @Test("shows who comes, who changes and who leaves, in the order of dependencies")
    func report() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db", version: "1"), .sample(name: "old", version: "1"))
        try await workshop.sync(source, repository)
        try await workshop.run("db")
        try await workshop.run("old")
        repository.commit()
        repository.remove("old")
        repository.put(.sample(name: "db", version: "2"), digest: 2)
        repository.put(.sample(name: "api", version: "1", dependsOn: ["db"]))
        let state = repository.state
        let present = workshop.circumstances.present

        let report = try await workshop.store.read { try PreviewPlan(state, of: source, in: $0, present).report() }

        #expect(report.items.map(\.name.text) == ["db", "old", "api"])
        #expect(report.items.map(\.drift) == [["version_changed"], ["removed"], ["not_deployed"]])
        #expect(report.items.map(\.before) == ["1", "1", nil])
        #expect(report.items.map(\.after) == ["2", nil, "1"])
        #expect(report.items.map(\.decision.reason) == ["version_changed", "removed", "dependency"])
        #expect(report.changes == 3)
        #expect(report.json["revision"]?.string == state.revision.hex)
    }
}
