import Domain
import Reconciler
import TestSupport
import Testing

@Suite("Services through commits, runs and failures")
struct LifePropertyTests {
    private static let seeds = (0..<150).map(UInt64.init)
    private static let names = ["v", "w", "x", "y", "z"]

    @Test("keep every promise on the way, and come to rest", arguments: seeds)
    func life(seed: UInt64) async throws {
        var chance = SplitMix64(seed: seed)
        let live = LiveWorkshop()
        var repository = Repository(number: 0)
        for _ in 0..<40 {
            try await happen(in: live, &repository, &chance)
            try await check(live, "seed \(seed)")
        }
        try await settle(live, "seed \(seed)")
    }

    private func happen(
        in live: LiveWorkshop,
        _ repository: inout Repository,
        _ chance: inout SplitMix64
    ) async throws {
        switch Int.random(in: 0..<10, using: &chance) {
        case 0...2:
            repository.commitAnything(&chance)
            try await live.sync(repository)
        case 3...5: try await begin(live)
        case 6, 7: try await end(live, &chance)
        case 8: live.pass(Int64.random(in: 0...8_000, using: &chance))
        default: try await ask(live, &chance)
        }
        try await followPlan(live)
    }

    private func begin(_ live: LiveWorkshop) async throws {
        guard let id = try await live.store.read({ try $0.deployments.queued(limit: 1) }).first else { return }
        let wanted = try await live.workshop.deployment(id)?.order.definition.dependsOn ?? []
        guard try await live.commands.send(BeginRun(deployment: id)) == .run else { return }
        for name in wanted {
            let service = try #require(try await live.workshop.service(name.text))
            let decision = try await live.workshop.decide(name.text)
            let isReady = service.desired.definition.suspend || decision.word != "deploy" && decision.word != "wait"
            #expect(isReady, "\(name): \(decision.sentence)")
        }
    }

    private func end(_ live: LiveWorkshop, _ chance: inout SplitMix64) async throws {
        guard let id = try await live.store.read({ try $0.deployments.running() }).randomElement(using: &chance) else {
            return
        }
        let failures: [Deployment.Outcome] = [.failed, .timedOut, .interrupted, .cancelled]
        let failure = failures.randomElement(using: &chance) ?? .failed
        let end = RunEnd(outcome: chance.happens(60) ? .succeeded : failure)
        try await live.commands.send(FinishDeployment(deployment: id, end: end))
    }

    private func ask(_ live: LiveWorkshop, _ chance: inout SplitMix64) async throws {
        let name = Self.names.randomElement(using: &chance) ?? "v"
        let scope = RequestSync.Scope.named([.sample(name)])
        do {
            let request = RequestSync(scope: scope, force: chance.happens(50), user: nil)
            await live.reconciler.reconcile(try await live.commands.send(request))
        } catch is Refusal {
            // It is not there, or cannot be deployed.
        }
    }

    /// What the loop does: everything that was asked for, and whatever is due.
    private func followPlan(_ live: LiveWorkshop) async throws {
        let due = try await live.store.read { try $0.attempts.waiting().map(\.service) }
        guard case .some(let asked) = live.workQueue.take() else { return }
        await live.reconciler.reconcile(asked.union(due).sorted())
    }

    private func check(_ live: LiveWorkshop, _ comment: Comment) async throws {
        #expect(live.log.errors.isEmpty, comment)
        let events = try await live.store.read { try $0.events.page(after: 0, limit: .max) }
        #expect(events.map(\.seq) == events.indices.map { Int64($0) + 1 }, comment)
        let ends = events.filter { Self.terminal.contains($0.event) }.compactMap(\.deployment)
        #expect(Set(ends).count == ends.count, comment)
        let counts = try await live.store.read { try $0.deployments.counts() }
        #expect(ends.count == counts.filter { $0.key.isFinished }.values.reduce(0, +), comment)
    }

    private static let terminal: Set = [
        "DeploymentFinished", "DeploymentFailed", "DeploymentCancelled", "DeploymentSuperseded",
    ]

    /// With nothing but successes from now on, nothing is left to deploy after a few rounds.
    private func settle(_ live: LiveWorkshop, _ comment: Comment) async throws {
        for _ in 0..<12 {
            live.pass(200_000)
            try await followPlan(live)
            for id in try await live.store.read({ try $0.deployments.queued(limit: 100) }) {
                _ = try await live.commands.send(BeginRun(deployment: id))
            }
            for id in try await live.store.read({ try $0.deployments.running() }) {
                try await live.commands.send(FinishDeployment(deployment: id, end: RunEnd(outcome: .succeeded)))
            }
        }
        try await followPlan(live)
        for name in Self.names where try await live.workshop.service(name) != nil {
            let decision = try await live.workshop.decide(name)
            let isAtRest = decision == .nothing(.synced) || decision.word == "hold" || decision.reason == "dependency"
            #expect(isAtRest, "\(comment): \(name): \(decision.sentence)")
        }
    }
}
