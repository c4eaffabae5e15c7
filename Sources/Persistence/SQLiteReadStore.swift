package import Domain
internal import Platform
internal import Synchronization

/// Reads the store on connections of its own, which wait for no writer and can change nothing.
package final class SQLiteReadStore: ReadStore {
    private let readers: [Reader]
    /// How many pieces of work each reader has before it.
    private let loads: Mutex<[Int]>
    private let underWay = ReadsUnderWay()

    /// Opens a store that a ``SQLiteUnitOfWork`` has opened, which must stay open as long as this one.
    ///
    /// - Parameters:
    ///   - path: The database file.
    ///   - readers: How much is read at once; what comes beyond that waits behind one of them.
    /// - Throws: ``SQLiteError`` for a file that cannot be read.
    package init(path: String, readers: Int = 2) throws {
        self.readers = try (0..<readers).map { _ in try Reader(path: path) }
        loads = Mutex(Array(repeating: 0, count: readers))
    }

    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (any Domain.Reading) throws -> Value
    ) async throws -> Value {
        let index = occupy()
        defer { vacate(index) }
        let interruption = Interruption()
        guard underWay.begin(interruption) else { throw Overload.closing }
        defer { underWay.end(interruption) }
        return try await withTaskCancellationHandler {
            do {
                return try await readers[index].read(interruption, work)
            } catch is CancellationError where !Task.isCancelled {
                // Nobody but the closing interrupts what its task still wants.
                throw Overload.closing
            }
        } onCancel: {
            interruption.interrupt()
        }
    }

    package func close() async {
        underWay.close()
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

    /// Runs `work` on one snapshot, unless it is interrupted.
    func read<Value: Sendable>(
        _ interruption: Interruption,
        _ work: @Sendable (any Domain.Reading) throws -> Value
    ) throws -> Value {
        guard let session else { throw Overload.closing }
        try interruption.check()
        // The transaction's own end is not interrupted.
        return try session.transaction {
            try session.interruptible(by: interruption) { try work(SQLiteReading(session)) }
        }
    }

    func close() { session = nil }
}
