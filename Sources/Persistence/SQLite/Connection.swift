internal import CSQLite

/// The owner of one SQLite connection; closes it at its end.
struct Connection: ~Copyable {
    enum Mode {
        case readWrite
        case readOnly
    }

    private let pointer: OpaquePointer

    /// Opens the database file; with ``Mode/readWrite`` it is made if it is missing.
    init(path: String, mode: Mode) throws(SQLiteError) {
        var opened: OpaquePointer?
        let access = mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteError(code: code, on: opened, doing: "open \(path)")
            sqlite3_close_v2(opened)
            throw error
        }
        pointer = opened
    }

    deinit {
        // The "v2" waits for statements that are still open, so the order of release does not matter.
        sqlite3_close_v2(pointer)
    }

    /// Compiles one statement.
    borrowing func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(pointer, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw SQLiteError(code: code, on: pointer, doing: sql) }
        return Statement(pointer: prepared, sql: sql)
    }

    /// Runs statements that have no arguments and whose rows nobody wants, such as a migration.
    borrowing func execute(_ script: String) throws(SQLiteError) {
        let code = sqlite3_exec(pointer, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code: code, on: pointer, doing: script) }
    }

    /// Whether closing the last connection moves the write-ahead log into the database, as it does by default.
    borrowing func setsCheckpointOnClose(_ isOn: Bool) { _ = csqlite_checkpoint_on_close(pointer, isOn ? 1 : 0) }

    /// Waits so long for another connection's lock, in milliseconds.
    borrowing func wait(forLocks milliseconds: Int32) { sqlite3_busy_timeout(pointer, milliseconds) }

    /// Lets a statement under way fail once the interruption is there; nil ends that.
    ///
    /// Whoever calls keeps the interruption until it is exchanged.
    borrowing func watch(_ interruption: Interruption?) {
        guard let interruption else { return sqlite3_progress_handler(pointer, 0, nil, nil) }
        let context = Unmanaged.passUnretained(interruption).toOpaque()
        sqlite3_progress_handler(
            pointer,
            Self.instructionsBetweenLooks,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue().isInterrupted ? 1 : 0
            },
            context
        )
    }

    /// So many of SQLite's instructions take a small part of a millisecond.
    private static let instructionsBetweenLooks: Int32 = 2_000

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }
}
