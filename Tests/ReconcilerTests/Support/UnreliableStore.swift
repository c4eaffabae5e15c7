import Domain
import Synchronization
import TestSupport

/// A store of which some reads fail.
final class UnreliableStore: ReadStore {
    private let store: FakeUnitOfWork
    private let failing: Set<Int>
    private let count = Mutex(0)

    /// The reads of these numbers fail; the first has number 1.
    init(_ store: FakeUnitOfWork, failing: Set<Int>) {
        (self.store, self.failing) = (store, failing)
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reading) throws -> Value) async throws -> Value {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard !failing.contains(number) else { throw Unreachable(what: "the disk") }
        return try await store.read(work)
    }

    func close() async {}
}
