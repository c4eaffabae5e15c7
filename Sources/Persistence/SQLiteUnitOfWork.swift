package import Domain
internal import Platform

/// The unit of work over the one SQLite connection that writes, which this actor owns and nobody else sees.
package actor SQLiteUnitOfWork: UnitOfWork {
    private let executor = BlockingExecutor(label: "store")
    /// Nil when the store is closed.
    private var open: Open?

    private struct Open {
        let session: Session
        let outbox: Outbox
    }

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
        let session = try StoreFile.openToWrite(path, isExpected: isExpected)
        open = Open(session: session, outbox: Outbox(session: session, presenter: presenter, time: time))
    }

    /// Moves what the write-ahead log holds into the database, so that the one file is whole; for a clean stop.
    package func settle() throws { try opened().session.execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// Closes the store, after the work that was asked for before; what is asked for later is refused.
    package func close() { open = nil }

    package func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) throws -> Committed<Value> {
        let open = try opened()
        return try open.session.transaction {
            let transaction = SQLiteTransaction(open.session)
            let value = try work(transaction)
            return Committed(value, events: try open.outbox.append(transaction.recorded, transaction))
        }
    }

    private func opened() throws(Overload) -> Open {
        guard let open else { throw .closing }
        return open
    }
}
