import Domain
import TestSupport
import Testing

@testable import Reconciler

extension PlanSource {
    fileprivate static func sample() -> PlanSource {
        PlanSource(name: .sample(), url: "", ref: "main", revision: nil, phase: .current)
    }
}

@Suite("The preview of a revision")
struct PreviewPlanTests {
    private static let seeds = (0..<150).map(UInt64.init)

    /// What is accepted of a source, and under which circumstances.
    private struct Step {
        var repository: Repository
        let source: Source.ID
        var rules: HoldRules
        var claims: SyncServices.Claims

        func command(isApproved: Bool) -> SyncServices {
            SyncServices(
                source: source,
                state: repository.state,
                rules: rules,
                isApproved: isApproved,
                claims: claims
            )
        }
    }

    @Test("says what accepting the revision then leads to, and whether it is held", arguments: seeds)
    func agrees(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        let (workshop, source) = try await Workshop.withSource()
        let other = try await workshop.open("other")
        try await workshop.sync(other, Repository(number: 900, .sample(name: "v"), .sample(name: "elsewhere")))
        var repository = Repository(number: 0)
        for step in 0..<8 {
            repository.commitAnything(&chance)
            if chance.happens(10) { try await restore(source, in: workshop) }
            let step = (number: step, made: anything(repository, source, &chance))
            let comment: Comment = "seed \(seed), step \(step.number)"
            let (before, predicted) = (try await services(workshop), try await preview(step.made, in: workshop))

            let hold = try await workshop.commands.send(step.made.command(isApproved: false)).hold
            #expect(predicted.acceptance.hold == hold, comment)
            if hold != nil {
                #expect(try await services(workshop) == before, comment)
                _ = try await workshop.commands.send(step.made.command(isApproved: true))
            }

            let after = try await services(workshop)
            #expect(changes(from: before, to: after) == predicted.changes, comment)
            let accepted = try await accepted(predicted.outcome.decisions.keys, source, in: workshop)
            #expect(predicted.outcome.decisions == accepted.decisions, comment)
            #expect(predicted.outcome.problems == accepted.problems, comment)
            try await happen(in: workshop, &chance)
        }
    }

    /// Rules, rivals and a relation to the accepted revision, one or the other.
    private func anything(_ repository: Repository, _ source: Source.ID, _ chance: inout SplitMix64) -> Step {
        var repository = repository
        repository.ancestry = chance.happens(20) ? .rewritten : .descends
        let rules = HoldRules(
            maxChanged: chance.happens(40) ? Int.random(in: 0...2, using: &chance) : nil,
            maxRemoved: chance.happens(40) ? Int.random(in: 0...1, using: &chance) : nil,
            onRewrite: chance.happens(50) ? .hold : .follow
        )
        let rivals = ["w", "x"].filter { _ in chance.happens(15) }.map {
            (ServiceName.sample($0), [SourceName.sample("third")])
        }
        let claims = SyncServices.Claims(rivals: Dictionary(uniqueKeysWithValues: rivals))
        return Step(repository: repository, source: source, rules: rules, claims: claims)
    }

    private func restore(_ source: Source.ID, in workshop: Workshop) async throws {
        _ = try await workshop.store.perform { transaction in
            guard var restored = try transaction.sources.find(source) else { return }
            restored.restore()
            try transaction.save(restored)
        }
    }

    private struct Outcome {
        var decisions: [ServiceName: Decision] = [:]
        var problems: Set<Problem> = []
    }

    private struct Prediction {
        let acceptance: Acceptance
        let outcome: Outcome

        var changes: Set<String> {
            Set(
                acceptance.changed.values.map { "\($0.name) \($0.desired) \($0.problems)" }
                    + acceptance.leaving.keys.map { "\($0) leaves" }
            )
        }
    }

    private func preview(_ step: Step, in workshop: Workshop) async throws -> Prediction {
        let present = workshop.runtimeState.present
        return try await workshop.store.read { reading in
            let acceptance = try Acceptance(
                of: step.repository.state,
                from: #require(try reading.sources.find(step.source)),
                in: reading.services,
                claims: step.claims,
                rules: step.rules,
                at: present.wallClock
            )
            let report = try PreviewPlan(acceptance, in: reading, present).report(of: .sample())
            let staying = report.items.filter { $0.decision != .nothing(.removed) }
            return Prediction(
                acceptance: acceptance,
                outcome: Outcome(
                    decisions: Dictionary(uniqueKeysWithValues: staying.map { ($0.name, $0.decision) }),
                    problems: Set(report.problems)
                )
            )
        }
    }

    private func services(_ workshop: Workshop) async throws -> [ServiceName: Service] {
        let all = try await workshop.store.read { reading in
            try reading.services.activeIdentifiers().compactMap(reading.services.find)
        }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    private func changes(
        from before: [ServiceName: Service],
        to after: [ServiceName: Service]
    ) -> Set<String> {
        let changed = after.values.filter { before[$0.name] != $0 }.map { "\($0.name) \($0.desired) \($0.problems)" }
        return Set(changed + before.keys.filter { after[$0] == nil }.map { "\($0) leaves" })
    }

    /// How the source's services stand, and those of others of which the preview speaks.
    private func accepted(
        _ names: some Sequence<ServiceName>,
        _ source: Source.ID,
        in workshop: Workshop
    ) async throws -> Outcome {
        let (present, named) = (workshop.runtimeState.present, Set(names))
        return try await workshop.store.read { reading in
            var outcome = Outcome(problems: Set(try reading.sources.find(source)?.problems ?? []))
            for service in try reading.services.activeIdentifiers().compactMap(reading.services.find) {
                guard service.source == source || named.contains(service.name) else { continue }
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
        let present = workshop.runtimeState.present

        let report = try await workshop.store.read { reading in
            let stored = try #require(try reading.sources.find(source))
            let acceptance = try Acceptance(
                of: state,
                from: stored,
                in: reading.services,
                rules: nil,
                at: present.wallClock
            )
            return try PreviewPlan(acceptance, in: reading, present).report(of: .sample())
        }

        #expect(report.items.map(\.name.text) == ["db", "old", "api"])
        #expect(report.items.map(\.drift) == [["version_changed"], ["removed"], ["not_deployed"]])
        #expect(report.items.map(\.before) == ["1", "1", nil])
        #expect(report.items.map(\.after) == ["2", nil, "1"])
        #expect(report.items.map(\.decision.reason) == ["version_changed", "removed", "dependency"])
        #expect(report.changes == 3)
        #expect(report.json["revision"]?.string == state.revision.hex)
    }
}
