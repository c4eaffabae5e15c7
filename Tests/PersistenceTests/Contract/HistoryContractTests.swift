import Domain
import TestSupport
import Testing

@Suite("What a store promises of the past")
struct HistoryContractTests {
    private let web = Service.ID(1)

    private func id(_ number: Int64) -> Deployment.ID { Identifier(number) }

    /// Five finished deployments of `web`, the second the only success, and one that waits.
    private func store(_ kind: StoreKind) async throws -> TestStore {
        let store = try kind.make()
        try await store.fill([.sample(), .sample(id: 2, .sample(name: "db"))])
        let outcomes: [Deployment.Outcome] = [.failed, .succeeded, .failed, .superseded, .superseded]
        try await store.save(
            outcomes.enumerated().map { index, outcome in
                let number = Int64(index + 1)
                return .sample(id: number, phase: .sampleFinished(outcome), steps: [.sample(of: number)])
            } + [.sample(id: 6)]
        )
        return store
    }

    @Test("Finished deployments are listed beyond the newest, oldest first", arguments: StoreKind.allCases)
    func finished(kind: StoreKind) async throws {
        let store = try await store(kind)
        try await store.read { [self] reading throws in
            let history = reading.history
            let finished = { (count: Int, limit: Int) in
                try history.finished(of: web, beyond: count, limit: limit).map(\.number)
            }
            #expect(try finished(0, 9) == [1, 2, 3, 4, 5])
            #expect(try finished(3, 9) == [1, 2])
            #expect(try finished(0, 2) == [1, 2])
            #expect(try finished(5, 9) == [])
            #expect(try history.finished(of: Identifier(2), beyond: 0, limit: 9).isEmpty)
        }
    }

    @Test("The last, the last started, the last success and the deployed one are needed", arguments: StoreKind.allCases)
    func needed(kind: StoreKind) async throws {
        let store = try await store(kind)
        #expect(try await needed(in: store) == [2, 3, 6])
        try await store.perform { try $0.save(DeployedService.sample(deployment: 1)) }
        #expect(try await needed(in: store) == [1, 2, 3, 6])
        try await store.perform { [web] in try $0.retireDeployed(of: web) }
        #expect(try await needed(in: store) == [2, 3, 6])
        #expect(try await store.read { try $0.history.needed(of: Identifier(9)) }.isEmpty)
    }

    private func needed(in store: TestStore) async throws -> [Int64] {
        try await store.read { [web] in try $0.history.needed(of: web) }.map(\.number).sorted()
    }

    @Test("Deployments go with their steps, and only finished ones of that service", arguments: StoreKind.allCases)
    func removal(kind: StoreKind) async throws {
        let store = try await store(kind)
        let (web, ids) = (web, [1, 4, 6, 99].map(id))
        #expect(try await store.perform { try $0.remove(ids, of: Identifier(2)) }.value == 0)
        #expect(try await store.perform { try $0.remove(ids, of: web) }.value == 2)
        #expect(try await store.perform { try $0.remove(ids, of: web) }.value == 0)
        try await store.read { [self] reading throws in
            #expect(try reading.deployments.find(id(1)) == nil)
            #expect(try reading.deployments.find(id(2))?.steps.count == 1)
            #expect(try reading.deployments.find(id(6)) != nil)
            #expect(try reading.deployments.counts() == [.failed: 1, .succeeded: 1, .superseded: 1, .queued: 1])
        }
        // A number is not given out twice, and nothing of the old one's steps is left for it.
        try await store.save([.sample(id: 1, of: .sample(id: 2, .sample(name: "db")), phase: .sampleFinished())])
        let again = try await store.read { try $0.deployments.find(Identifier(1)) }
        #expect(again?.steps.isEmpty == true)
    }

    @Test("Old events go a few at a time, never the last, and the count goes on", arguments: StoreKind.allCases)
    func events(kind: StoreKind) async throws {
        let store = try kind.make()
        #expect(try await store.read { try $0.events.firstSequence() } == 1)
        #expect(try await store.perform { try $0.removeEvents(upTo: 9, limit: 9) }.value == 0)
        for _ in 0..<10 { try await event(in: store) }
        let sizes = try await store.read { try $0.events.sizes(from: 3, through: 5) }
        let data = try await store.read { try $0.events.page(after: 2, limit: 3).map(\.data.utf8.count) }
        #expect(sizes.map(\.seq) == [3, 4, 5])
        #expect(sizes.map { Int($0.bytes) } == data)
        #expect(try await store.perform { try $0.removeEvents(upTo: 4, limit: 3) }.value == 3)
        #expect(try await store.read { try $0.events.firstSequence() } == 4)
        #expect(try await store.perform { try $0.removeEvents(upTo: 4, limit: 3) }.value == 1)
        #expect(try await store.perform { try $0.removeEvents(upTo: 4, limit: 3) }.value == 0)
        #expect(try await store.perform { try $0.removeEvents(upTo: 99, limit: 99) }.value == 5)
        #expect(try await store.read { try $0.events.page(after: 0, limit: 99).map(\.seq) } == [10])
        try await event(in: store)
        #expect(try await store.read { try $0.events.lastSequence() } == 11)
    }

    private func event(in store: TestStore) async throws {
        try await store.perform { try $0.record(.sourceUpdated(SourceUpdated(source: .sample()))) }
    }

    @Test("Old decisions go, but of each service the last stays", arguments: StoreKind.allCases)
    func decisions(kind: StoreKind) async throws {
        let store = try await store(kind)
        try await store.perform { transaction in
            for number in Int64(1)...6 { try transaction.save(.sample(number, of: number == 2 ? 2 : 1)) }
        }
        #expect(try await store.perform { try $0.removeDecisions(upTo: Identifier(5), limit: 2) }.value == 2)
        let left = try await store.read { try $0.decisions.page(of: .sample(), before: nil, limit: 9) }
        #expect(left.map(\.id.number) == [6, 5, 4, 2])
        #expect(try await store.perform { try $0.removeDecisions(upTo: Identifier(9), limit: 9) }.value == 2)
        try await store.read { [web] reading throws in
            #expect(try reading.decisions.last(of: web)?.id == Identifier(6))
            #expect(try reading.decisions.last(of: Identifier(2))?.id == Identifier(2))
        }
    }

    @Test("What is left of a service goes when it has left and has no deployments", arguments: StoreKind.allCases)
    func remains(kind: StoreKind) async throws {
        let store = try await store(kind)
        let web = web
        try await store.perform { transaction in
            try transaction.save(.sample(1, of: 1))
            try transaction.save(
                AcceptedRevision(
                    id: Identifier(1),
                    source: Identifier(1),
                    revision: .sample(),
                    at: .sample(),
                    services: [web, Identifier(2)],
                    broken: []
                )
            )
            try transaction.save(Attempts(failures: 1, verdict: .stalled), of: web)
            try transaction.save(DeployedService.sample(deployment: 2))
        }
        #expect(try await store.perform { try $0.removeRemains(of: web) }.value == false)
        try await store.perform { transaction in
            try transaction.save(Service.sample(lifecycle: .removed))
            try transaction.retireDeployed(of: web)
        }
        let removed = RemovedService(id: web, lastDeployment: id(6), lastDecision: Identifier(1), isUnderWay: true)
        #expect(try await store.read { try $0.history.removedServices() } == [removed])
        #expect(try await store.perform { try $0.removeRemains(of: web) }.value == false)
        try await store.save([.sample(id: 6, phase: .sampleFinished(.superseded))])
        #expect(try await store.read { try $0.history.removedServices().map(\.isUnderWay) } == [false])
        let ids = (Int64(1)...6).map(id)
        #expect(try await store.perform { try $0.remove(ids, of: web) }.value == 6)
        #expect(try await store.perform { try $0.removeRemains(of: web) }.value)
        try await store.read { reading throws in
            #expect(try reading.services.find(web) == nil)
            #expect(try reading.decisions.last(of: web) == nil)
            #expect(try reading.attempts.find(web) == .none)
            let accepted = try reading.acceptances.page(of: Identifier(1), before: nil, limit: 9)
            #expect(accepted.map(\.services) == [[Identifier(2)]])
            #expect(try reading.history.services(after: nil, limit: 9) == [Identifier(2)])
        }
    }

    @Test("Services are listed by number, removed ones too", arguments: StoreKind.allCases)
    func services(kind: StoreKind) async throws {
        let store = try await store(kind)
        try await store.perform { try $0.save(Service.sample(id: 3, .sample(name: "old"), lifecycle: .removed)) }
        try await store.read { reading throws in
            #expect(try reading.history.services(after: nil, limit: 2).map(\.number) == [1, 2])
            #expect(try reading.history.services(after: Identifier(2), limit: 2).map(\.number) == [3])
            #expect(try reading.history.services(after: Identifier(3), limit: 2).isEmpty)
        }
    }

    @Test("Its age comes back as it was saved, and its end is known", arguments: StoreKind.allCases)
    func age(kind: StoreKind) async throws {
        let store = try await store(kind)
        #expect(try await store.read { try $0.history.age() } == nil)
        let position = HistoryPosition(deployment: id(6), decision: Identifier(0), event: 0)
        #expect(try await store.read { try $0.history.position() } == position)
        for marks in [[(1, position), (5, position)], [(7, position)], []] as [[(Int64, HistoryPosition)]] {
            let age = HistoryAge(
                elapsed: 9,
                asOf: .sample(3),
                marks: marks.map { HistoryAge.Mark(elapsed: $0.0, position: $0.1) }
            )
            try await store.perform { try $0.save(age) }
            #expect(try await store.read { try $0.history.age() } == age)
        }
    }
}
