import Domain
import TestSupport
import Testing

@Suite("What a store promises of deployed services and of failed tries")
struct DeployedServiceContractTests {
    private let services = ["b", "a", "c"].enumerated().map { Service.sample(id: Int64($0 + 1), .sample(name: $1)) }

    @Test("The last record of a service counts", arguments: StoreKind.allCases)
    func roundTrip(kind: StoreKind) async throws {
        let store = try kind.make()
        let service = Service.sample(.full)
        try await store.fill([service])
        try await store.perform { transaction in
            try transaction.save(DeployedService.sample(service, deployment: 1))
            try transaction.save(DeployedService.sample(service, deployment: 2))
        }

        #expect(try await store.read { try $0.deployed.find(service.id) } == .sample(service, deployment: 2))
        #expect(try await store.read { try $0.deployed.find(Service.ID(9)) } == nil)
    }

    @Test("They are listed by name, a page at a time, until they are retired", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill(services)
        try await store.perform { [services] transaction in
            for service in services { try transaction.save(DeployedService.sample(service)) }
        }
        try await store.read { reading throws in
            #expect(try reading.deployed.all(after: nil, limit: 2).map(\.serviceName.text) == ["a", "b"])
            #expect(try reading.deployed.all(after: .sample("a"), limit: 9).map(\.serviceName.text) == ["b", "c"])
        }

        try await store.perform { try $0.retireDeployed(of: Service.ID(2)) }

        try await store.read { reading throws in
            #expect(try reading.deployed.all(after: nil, limit: 9).map(\.serviceName.text) == ["b", "c"])
            #expect(try reading.deployed.find(Service.ID(2)) == nil)
        }
    }

    @Test(
        "Failed tries come back as they were saved, until they are forgotten",
        arguments: StoreKind.allCases,
        [
            Attempts(failures: 2, verdict: .retry(Backoff(due: .sample(50, boot: "b"), length: 7))),
            Attempts(failures: 3, verdict: .stalled), Attempts(failures: 0, verdict: .cancelled),
            Attempts(failures: 1, verdict: nil),
        ]
    )
    func attempts(kind: StoreKind, attempts: Attempts) async throws {
        let store = try kind.make()
        try await store.fill()
        try await store.perform { try $0.save(attempts, of: Service.ID(1)) }
        #expect(try await store.read { try $0.attempts.find(Service.ID(1)) } == attempts)
        #expect(try await store.read { try $0.attempts.find(Service.ID(2)) } == .none)

        try await store.perform { try $0.save(Attempts.none, of: Service.ID(1)) }

        #expect(try await store.read { try $0.attempts.find(Service.ID(1)) } == .none)
    }

    @Test("Services that wait for a retry are found", arguments: StoreKind.allCases)
    func waiting(kind: StoreKind) async throws {
        let store = try kind.make()
        let backoff = Backoff(due: .sample(50), length: 7)
        try await store.fill(services)
        try await store.perform { transaction in
            try transaction.save(Attempts(failures: 1, verdict: .retry(backoff)), of: Service.ID(3))
            try transaction.save(Attempts(failures: 1, verdict: .retry(backoff)), of: Service.ID(1))
            try transaction.save(Attempts(failures: 1, verdict: .stalled), of: Service.ID(2))
        }

        #expect(try await store.read { try $0.attempts.waiting().map(\.service.number) } == [1, 3])
        #expect(try await store.read { try $0.attempts.waiting().map(\.backoff) } == [backoff, backoff])

        try await store.perform { try $0.save(Attempts(failures: 3, verdict: .stalled), of: Service.ID(3)) }

        #expect(try await store.read { try $0.attempts.waiting().map(\.service.number) } == [1])
    }
}
