package import Domain
internal import Platform
internal import Synchronization

/// Reads the store on connections of its own, which wait for no writer and can change nothing.
package final class SQLiteReadStore: ReadStore {
    /// So that one long answer does not hold up the others.
    private static let readers = 2

    private let readers: [Reader]
    /// How many pieces of work each reader has before it.
    private let loads: Mutex<[Int]>

    /// Opens a store that a ``SQLiteUnitOfWork`` has opened, which must stay open as long as this one.
    package init(path: String) throws {
        readers = try (0..<Self.readers).map { _ in try Reader(path: path) }
        loads = Mutex(Array(repeating: 0, count: Self.readers))
    }

    package func read<Value: Sendable>(_ work: @Sendable (any Domain.Reading) throws -> Value) async throws -> Value {
        let index = occupy()
        defer { vacate(index) }
        return try await readers[index].read(work)
    }

    /// Closes its connections, after the work that was asked for before; what is asked for later is refused.
    package func close() async {
        for reader in readers { await reader.close() }
    }

    /// Takes a place at the reader that has the least to do.
    private func occupy() -> Int {
        loads.withLock { loads in
            let index = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[index] += 1
            return index
        }
    }

    private func vacate(_ index: Int) {
        loads.withLock { $0[index] -= 1 }
    }
}

/// One connection that only reads.
private actor Reader {
    private let executor = BlockingExecutor(label: "store reader")
    /// Nil when the store is closed.
    private var session: Session?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String) throws {
        session = try StoreFile.openToRead(path)
    }

    /// Runs `work` on one snapshot.
    func read<Value: Sendable>(_ work: @Sendable (any Domain.Reading) throws -> Value) throws -> Value {
        guard let session else { throw StoreClosed() }
        return try session.transaction { try work(SQLiteReading(session)) }
    }

    func close() { session = nil }
}
