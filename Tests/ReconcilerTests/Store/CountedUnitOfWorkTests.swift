import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A unit of work that counts")
struct CountedUnitOfWorkTests {
    private let changes = ChangeCount()
    private let store = FakeUnitOfWork()

    @Test("has counted a change before it answers, also one that failed")
    func counts() async throws {
        let work = CountedUnitOfWork(store, changes)
        _ = try await work.perform { try $0.save(Source.sample()) }
        #expect(changes.value == 1)
        await store.refuseNext(with: Full())
        await #expect(throws: Full.self) { try await work.perform { try $0.save(Service.sample()) } }
        #expect(changes.value == 2)
    }

    private struct Full: Error {}
}
