import Domain
import TestSupport
import Testing

@Suite("What a store promises of accepted revisions")
struct AcceptedRevisionContractTests {
    private func acceptance(_ id: Int64, source: Int64 = 1, services: Set<Int64> = []) -> AcceptedRevision {
        AcceptedRevision(
            id: Identifier(id),
            source: Identifier(source),
            revision: .sample(number: Int(id)),
            at: .sample(id),
            services: Set(services.map { Service.ID($0) }),
            broken: [.sample("a/service.json"), .sample("ü/service.json")]
        )
    }

    private func save(_ acceptances: [AcceptedRevision], in store: TestStore) async throws {
        try await store.perform { transaction in
            for acceptance in acceptances { try transaction.save(acceptance) }
        }
    }

    private func make(_ kind: StoreKind) async throws -> TestStore {
        let store = try kind.make()
        try await store.fill([.sample(id: 1), .sample(id: 2, .sample(name: "db"))])
        try await store.perform { try $0.save(Source.sample(id: 2, name: "other")) }
        return store
    }

    @Test("They come back as they were saved, newest first, a page at a time", arguments: StoreKind.allCases)
    func pages(kind: StoreKind) async throws {
        let store = try await make(kind)
        let all = [
            acceptance(1, services: [1, 2]), acceptance(2, source: 2, services: [2]), acceptance(3),
            acceptance(4, services: [1]),
        ]
        try await save(all, in: store)
        try await store.read { reading throws in
            let found = reading.acceptances
            #expect(try found.page(of: Identifier(1), before: nil, limit: 2) == [all[3], all[2]])
            #expect(try found.page(of: Identifier(1), before: Identifier(3), limit: 9) == [all[0]])
            #expect(try found.page(of: Identifier(2), before: nil, limit: 9) == [all[1]])
            #expect(try found.page(of: Identifier(3), before: nil, limit: 9).isEmpty)
        }
    }

    @Test("One that brings more is the same one", arguments: StoreKind.allCases)
    func adds(kind: StoreKind) async throws {
        let store = try await make(kind)
        var one = acceptance(1, services: [1])
        try await save([one], in: store)
        one.add([Identifier(2)])
        try await save([one], in: store)
        let found = try await store.read { try $0.acceptances.page(of: Identifier(1), before: nil, limit: 9) }
        #expect(found == [one])
    }

    @Test("Only so many of a source are kept", arguments: StoreKind.allCases)
    func bounded(kind: StoreKind) async throws {
        let store = try await make(kind)
        let count = Int64(AcceptedRevision.kept)
        try await save([acceptance(1, source: 2)] + (2...count + 4).map { acceptance($0, services: [1]) }, in: store)
        let found = try await store.read { try $0.acceptances.page(of: Identifier(1), before: nil, limit: 9_999) }
        #expect(found.map(\.id.number) == (5...count + 4).reversed())
        let other = try await store.read { try $0.acceptances.page(of: Identifier(2), before: nil, limit: 9) }
        #expect(other.count == 1)
    }
}
