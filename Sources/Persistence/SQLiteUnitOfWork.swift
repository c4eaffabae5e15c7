package import Domain
internal import Platform

/// The unit of work over the one SQLite connection that writes, which this actor owns and nobody else sees.
package actor SQLiteUnitOfWork: UnitOfWork {
    private let executor = BlockingExecutor(label: "store")
    private let session: Session
    private let outbox: Outbox

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the store, makes it if it is missing, and brings its tables up to date.
    ///
    /// Blocks the caller meanwhile.
    ///
    /// - Parameters:
    ///   - path: The database file; two more stand beside it while the store is in use.
    ///   - presenter: Writes the `data` of each event, in the transaction that records it.
    ///   - time: Dates the events.
    ///   - isExpected: Whether there must be a store, because there are traces of one: then none is made.
    /// - Throws: ``SQLiteError``, which says what to do, for a file that cannot be opened, is damaged, is no store,
    ///   or was written by a later version. Such a file is left as it is.
    package init(
        path: String,
        presenter: any EventPresenting,
        time: any TimeSource,
        isExpected: Bool = false
    ) throws {
        session = try StoreFile.openToWrite(path, isExpected: isExpected)
        outbox = Outbox(session: session, presenter: presenter, time: time)
    }

    /// Moves what the write-ahead log holds into the database, so that the one file is whole; for a clean stop.
    package func settle() throws { try session.execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    package func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) throws -> Committed<Value> {
        try session.transaction {
            let transaction = SQLiteTransaction(session)
            let value = try work(transaction)
            return Committed(value, events: try outbox.append(transaction.recorded, transaction))
        }
    }
}
