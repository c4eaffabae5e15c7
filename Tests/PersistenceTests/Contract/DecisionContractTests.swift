import Domain
import TestSupport
import Testing

@Suite("What a store promises of decisions")
struct DecisionContractTests {
    /// A decision at a time before that of the earlier ones, as when the clock was set back: its number says the order.
    private func record(_ id: Int64, of service: Int64 = 1, _ name: String = "web") -> DecisionRecord {
        DecisionRecord(
            id: Identifier(id),
            service: Identifier(service),
            serviceName: .sample(name),
            time: .sample(10_000 - id),
            cause: .init(
                decision: "wait",
                reason: "dependency",
                blockedBy: [.sample("db"), .sample("cache")],
                revision: .sample("b"),
                digest: .sample("d", scheme: 2)
            ),
            message: "wait, because …",
            deployment: id == 1 ? nil : Identifier(9),
            accepted: id == 1 ? nil : .sample("c")
        )
    }

    private func save(_ records: [DecisionRecord], in store: TestStore) async throws {
        try await store.perform { transaction in
            for record in records { try transaction.save(record) }
        }
    }

    @Test("They come back as they were saved, newest first, a page at a time", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([.sample(id: 1), .sample(id: 2, .sample(name: "db"))])
        try await save([record(1), record(2, of: 2, "db"), record(3), record(4)], in: store)

        let web = ServiceName.sample("web")
        try await store.read { [self] reading throws in
            #expect(try reading.decisions.last(of: Identifier(1)) == record(4))
            #expect(try reading.decisions.last(of: Identifier(3)) == nil)
            #expect(try reading.decisions.page(of: web, before: nil, limit: 2) == [record(4), record(3)])
            #expect(try reading.decisions.page(of: web, before: Identifier(3), limit: 9) == [record(1)])
            #expect(try reading.decisions.page(of: .sample("db"), before: nil, limit: 0).isEmpty)
        }
    }

    @Test("Only the newest of a service are kept", arguments: StoreKind.allCases)
    func bounded(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.fill([.sample(id: 1), .sample(id: 2, .sample(name: "db"))])
        try await save([record(1, of: 2, "db")] + (2...1_005).map { record($0) }, in: store)

        try await store.read { reading throws in
            let left = try reading.decisions.page(of: .sample("web"), before: nil, limit: 5_000)
            #expect(left.count == DecisionRecord.kept)
            #expect(left.last?.id == Identifier(6))
            #expect(try reading.decisions.page(of: .sample("db"), before: nil, limit: 5).count == 1)
        }
    }
}
