import Domain
import Synchronization
import TestSupport
import Testing

@testable import Reconciler

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

    @Test("is neither before nor after a change from the end of the work on, until it answers")
    func underWay() async throws {
        let work = CountedUnitOfWork(store, changes)
        let changes = changes
        _ = try await work.perform { transaction in
            try transaction.save(Source.sample())
            #expect(changes.value == 0)
        }
        #expect(changes.value == 1)
        let (first, second) = (changes.change(), changes.change())
        first.end()
        #expect(changes.value == 1)
        first.begin()
        second.begin()
        #expect(changes.value == nil)
        first.end()
        first.end()
        #expect(changes.value == nil)
        second.end()
        #expect(changes.value == 3)
    }

    @Test("counts no work that was refused before it began")
    func refused() async throws {
        let work = CountedUnitOfWork(Closed(), changes)
        await #expect(throws: Overload.self) { try await work.perform { _ in } }
        #expect(changes.value == 0)
    }

    @Test("is under way when the store commits, so that whoever can read a change is not told what was kept before it")
    func atTheCommit() async throws {
        let changes = changes
        let seen = SeenCounts()
        let work = CountedUnitOfWork(Watched(store: store) { seen.note(changes.value) }, changes)
        _ = try await work.perform { try $0.save(Source.sample()) }
        #expect(seen.all == [nil])
        #expect(changes.value == 1)
    }

    /// Looks on when the work is done and the answer is not given yet, as after a commit.
    private struct Watched: UnitOfWork {
        let store: FakeUnitOfWork
        let look: @Sendable () -> Void

        func perform<Value: Sendable>(
            _ work: @Sendable (any Transaction) throws -> Value
        ) async throws -> Committed<Value> {
            let committed = try await store.perform(work)
            look()
            return committed
        }
    }

    private struct Closed: UnitOfWork {
        func perform<Value: Sendable>(
            _ work: @Sendable (any Transaction) throws -> Value
        ) async throws -> Committed<Value> { throw Overload.closing }
    }

    private final class SeenCounts: Sendable {
        private let seen = Mutex<[Int64?]>([])

        var all: [Int64?] { seen.withLock { $0 } }

        func note(_ count: Int64?) { seen.withLock { $0.append(count) } }
    }

    private struct Full: Error {}
}
