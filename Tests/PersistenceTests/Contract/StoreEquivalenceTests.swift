import Domain
import Persistence
import TestSupport
import Testing

@Suite("The fake store and the real one")
struct StoreEquivalenceTests {
    @Test("cannot be told apart by any sequence of work", arguments: UInt64(1)...12)
    func equivalent(seed: UInt64) async throws {
        let (fake, real) = (try StoreKind.fake.make(), try StoreKind.sqlite.make())

        for step in 0..<60 {
            let work = RandomWork(seed: seed &* 1_000 &+ UInt64(step))
            let expected = await result(of: work, on: fake)
            let found = await result(of: work, on: real)

            #expect(found?.map(\.seq) == expected?.map(\.seq), "seed \(seed), step \(step)")
            let differences = try await dump(real).differences(from: try await dump(fake))
            #expect(differences == [], "seed \(seed), step \(step)")
            guard found == expected, differences.isEmpty else { return }
        }
        #expect(try await dump(real).sequence > 20, "too little has happened to compare")
    }

    @Test("brings everything back when it is opened again", arguments: UInt64(1)...4)
    func reopened(seed: UInt64) async throws {
        let folder = try StoreFolder()
        var before: StoreDump?
        var epochs: Set<String> = []
        for step in 0..<5 {
            let store = TestStore(
                unitOfWork: try SQLiteUnitOfWork(path: folder.store, presenter: NamePresenter(), time: ManualTime()),
                readStore: try SQLiteReadStore(path: folder.store),
                folder: folder
            )
            let found = try await dump(store)
            if let before { #expect(found.differences(from: before) == [], "seed \(seed), step \(step)") }
            for part in 0..<8 {
                _ = await result(of: RandomWork(seed: seed &* 77 &+ UInt64(step * 8 + part)), on: store)
            }
            before = try await dump(store)
            epochs.insert(try await store.read { try $0.events.epoch() })
        }
        #expect(epochs.count == 1)
    }

    /// The numbers of the events, or nil if the work failed.
    private func result(of work: RandomWork, on store: TestStore) async -> [StoredEvent]? {
        try? await store.perform { transaction in
            var work = work
            try work.run(in: transaction)
        }.events
    }

    private func dump(_ store: TestStore) async throws -> StoreDump {
        try await store.read { try StoreDump($0, numbers: 1...30) }
    }
}
