import Domain
import TestSupport
import Testing

/// What every unit of work promises, the fake that other tests rely on included.
@Suite("A unit of work")
struct UnitOfWorkContractTests {
    @Test("keeps nothing when the work throws", arguments: StoreKind.allCases)
    func rollsBack(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()

        await #expect(throws: Stop.self) {
            try await store.perform { transaction in
                _ = try transaction.nextIdentifier(Deployment.self)
                try transaction.save(Service.sample(id: 2, .sample(name: "db")))
                var deployment = Deployment.queued(id: Deployment.ID(1), order: .sample(), at: .sample())
                try transaction.save(&deployment)
                try transaction.save(DeployedService.sample())
                try transaction.save(Attempts(failures: 1, verdict: .stalled), of: Service.ID(1))
                try transaction.record(.serviceUpdated(ServiceUpdated(.sample())))
                throw Stop()
            }
        }

        try await store.perform { transaction throws in
            #expect(try transaction.services.activeIdentifiers() == [Service.ID(1)])
            #expect(try transaction.deployments.page(DeploymentFilter(), before: nil, limit: 9).isEmpty)
            #expect(try transaction.deployed.find(Service.ID(1)) == nil)
            #expect(try transaction.attempts.find(Service.ID(1)) == .none)
            #expect(try transaction.events.lastSequence() == 0)
            #expect(try transaction.nextIdentifier(Deployment.self) == Deployment.ID(1))
        }
    }

    @Test("sees what it has written, which others do not before the end", arguments: StoreKind.allCases)
    func ownWrites(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()

        try await store.perform { transaction in
            try transaction.save(Service.sample(id: 2, .sample(name: "db")))
            #expect(try transaction.services.active(named: .sample("db")) != nil)
        }

        #expect(try await store.read { try $0.services.active(named: .sample("db")) } != nil)
    }

    @Test("gives out numbers from 1, of each kind its own, none twice", arguments: StoreKind.allCases)
    func identifiers(kind: StoreKind) async throws {
        let store = try kind.make()

        let first = try await store.perform { transaction in
            try (0..<3).map { _ in try transaction.nextIdentifier(Service.self).number }
        }
        let second = try await store.perform { transaction in
            [try transaction.nextIdentifier(Service.self).number, try transaction.nextIdentifier(Source.self).number]
        }

        #expect(first.value == [1, 2, 3])
        #expect(second.value == [4, 1])
    }

    @Test("tells events in the order of their numbers, also when the clock was set back", arguments: StoreKind.allCases)
    func clockSetBack(kind: StoreKind) async throws {
        let time = ManualTime(wall: 10_000)
        let store = try kind.make(time: time)
        for _ in 1...3 {
            try await store.perform { try $0.record(.serviceUpdated(ServiceUpdated(.sample()))) }
            time.jump(-1_000)
        }

        try await store.read { reading throws in
            let events = try reading.events.page(after: 0, limit: 9)
            #expect(events.map(\.seq) == [1, 2, 3])
            #expect(events.map(\.time) == [.sample(10_000), .sample(9_000), .sample(8_000)])
            #expect(try reading.events.page(of: .sample(), after: 0, limit: 9).map(\.seq) == [1, 2, 3])
        }
    }

    @Test("does not interleave", arguments: StoreKind.allCases)
    func serial(kind: StoreKind) async throws {
        let store = try kind.make()

        let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<50 {
                group.addTask { try await store.perform { try $0.nextIdentifier(Service.self).number }.value }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(numbers == Set(1...50))
    }

    @Test("hands over each recorded event once, with its number and time", arguments: StoreKind.allCases)
    func events(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()

        let committed = try await store.perform { transaction in
            try transaction.record(.serviceCreated(ServiceCreated(.sample())))
            var deployment = Deployment.queued(id: Deployment.ID(1), order: .sample(), at: .sample())
            try transaction.save(&deployment)
            try deployment.start(expecting: [], ownedBy: .sample(), at: .sample())
            try transaction.save(&deployment)
            try transaction.save(&deployment)
        }

        #expect(committed.events.map(\.seq) == [1, 2, 3])
        #expect(committed.events.map(\.event.name) == ["ServiceCreated", "DeploymentQueued", "DeploymentStarted"])
        #expect(committed.events.allSatisfy { $0.time == ManualTime().now() })
    }

    @Test("logs each event as it is told to clients", arguments: StoreKind.allCases)
    func log(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.perform { transaction in
            try transaction.record(.sourceUpdated(SourceUpdated(source: .sample())))
            var deployment = Deployment.queued(id: Deployment.ID(5), order: .sample(), at: .sample())
            try transaction.save(&deployment)
        }

        let page = try await store.read { try $0.events.page(after: 0, limit: 9) }

        #expect(page.map(\.seq) == [1, 2])
        #expect(page.map(\.type) == ["source", "deployment"])
        #expect(page.map(\.event) == ["SourceUpdated", "DeploymentQueued"])
        #expect(page.map(\.service) == [nil, "web"])
        #expect(page.map(\.deployment) == [nil, Deployment.ID(5)])
        #expect(page.map(\.time) == [ManualTime().now(), ManualTime().now()])
        // Presented at the end of the work, when the deployment that was saved after the first event was there.
        #expect(
            page.map(\.data) == [#"{"name":"SourceUpdated","queued":1}"#, #"{"name":"DeploymentQueued","queued":1}"#]
        )
    }

    @Test("finds the events of one service", arguments: StoreKind.allCases)
    func eventsOfService(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.perform { transaction in
            for _ in 1...3 {
                try transaction.record(.sourceUpdated(SourceUpdated(source: .sample())))
                try transaction.record(.serviceUpdated(ServiceUpdated(.sample())))
            }
        }

        let found = try await store.read { reading in
            (
                try reading.events.page(of: .sample("web"), after: 0, limit: 2).map(\.seq),
                try reading.events.page(of: .sample("web"), after: 4, limit: 9).map(\.seq),
                try reading.events.page(of: .sample("other"), after: 0, limit: 9).count
            )
        }

        #expect(found.0 == [2, 4])
        #expect(found.1 == [6])
        #expect(found.2 == 0)
    }

    @Test("keeps nothing when an event cannot be presented", arguments: StoreKind.allCases)
    func presenterFails(kind: StoreKind) async throws {
        let store = try kind.make(presenter: FailingPresenter())

        await #expect(throws: Stop.self) {
            try await store.perform { transaction in
                try transaction.save(Source.sample())
                try transaction.record(.sourceUpdated(SourceUpdated(source: .sample())))
            }
        }

        #expect(try await store.read { try $0.sources.all() } == [])
    }

    @Test("numbers events without gaps, whatever fails between them", arguments: StoreKind.allCases)
    func gapFree(kind: StoreKind) async throws {
        let store = try kind.make()

        let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for index in 0..<60 {
                group.addTask { await numbersOfEvents(in: store, count: index % 4, fails: index % 3 == 0) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(numbers.sorted() == Array(1...Int64(numbers.count)))
        try await store.read { [count = numbers.count] reading throws in
            #expect(try reading.events.lastSequence() == Int64(count))
            #expect(try reading.events.page(after: 0, limit: 1_000).map(\.seq) == Array(1...Int64(count)))
            #expect(try reading.events.page(after: 5, limit: 2).map(\.seq) == [6, 7])
            // However little room there is, one comes.
            #expect(try reading.events.page(after: 5, limit: 9, bytes: 1).map(\.seq) == [6])
            let two = try reading.events.page(after: 5, limit: 2).reduce(0) { $0 + $1.data.utf8.count } + 2 * 288
            #expect(try reading.events.page(after: 5, limit: 9, bytes: two).map(\.seq) == [6, 7])
            #expect(try reading.events.page(after: 5, limit: 9, bytes: two - 1).map(\.seq) == [6])
            #expect(try reading.events.page(after: Int64(count), limit: 2).isEmpty)
        }
    }

    private func numbersOfEvents(in store: TestStore, count: Int, fails: Bool) async -> [Int64] {
        let committed = try? await store.perform { transaction in
            for _ in 0..<count { try transaction.record(.sourceFailed(SourceFailed(source: .sample()))) }
            if fails { throw Stop() }
        }
        return committed?.events.map(\.seq) ?? []
    }

    @Test("keeps its epoch", arguments: StoreKind.allCases)
    func epoch(kind: StoreKind) async throws {
        let store = try kind.make()

        let epoch = try await store.read { try $0.events.epoch() }

        #expect(epoch.utf8.count == 32)
        #expect(try await store.perform { try $0.events.epoch() }.value == epoch)
    }
}
