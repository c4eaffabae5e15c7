/// Opens the file that holds the store, and refuses what is none.
enum StoreFile {
    /// How long a connection waits for another one's lock, in milliseconds.
    private static let patience: Int32 = 10_000
    /// What the write-ahead log is cut to once its content is in the database, in bytes.
    private static let largestIdleLog = 16 << 20

    /// Opens the store to write, makes it if it is missing, and brings its tables up to date.
    ///
    /// A file that is damaged, of a later version or not a store is refused as it is: nothing in it is changed. The
    /// history of one that is larger than `limit` bytes is left for later to check.
    ///
    /// - `isExpected`: Whether there must be one, because there are traces of it: then none is made.
    static func openToWrite(
        _ path: String,
        isExpected: Bool = false,
        wholeUpTo limit: Int64 = IntegrityCheck.wholeAtOnce
    ) throws -> Session {
        try ForeignLog.refuse(beside: path)
        let session = try open(path, .readWrite)
        session.leavesFilesAlone(true)
        let applied = try check(session, path)
        if applied > 0, let finding = try IntegrityCheck.beforeUse(of: session, wholeUpTo: limit) {
            throw damaged(finding, path)
        }
        if applied == 0, isExpected { throw damaged(gone, path) }
        session.leavesFilesAlone(false)
        if applied == 0 { try makeShrinkable(session) }
        try useWriteAheadLog(session, path)
        try session.execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = \(largestIdleLog)")
        try Schema.migrate(session, from: applied)
        try session.execute("PRAGMA foreign_keys = ON")
        return session
    }

    /// Opens a store that has been opened to write before, to read only.
    static func openToRead(_ path: String) throws -> Session {
        let session = try open(path, .readOnly)
        guard try check(session, path) == Schema.version else {
            throw SQLiteError(
                kind: .other,
                code: 0,
                message: "the store's tables are not up to date; they are once it has been opened to write",
                doing: "open \(path)"
            )
        }
        return session
    }

    private static let gone =
        "it is missing, or empty without its write-ahead log, and there are runs or outputs of its deployments; to begin "
        + "anew, remove those, too"

    private static func open(_ path: String, _ mode: Connection.Mode) throws -> Session {
        let connection = try Connection(path: path, mode: mode)
        connection.wait(forLocks: patience)
        let session = Session(connection)
        try session.execute("PRAGMA trusted_schema = OFF")
        return session
    }

    /// How many migrations the file has seen.
    private static func check(_ session: Session, _ path: String) throws -> Int64 {
        let version = try number("PRAGMA user_version", session)
        let application = try number("PRAGMA application_id", session)
        let tables = try number("SELECT count(*) FROM sqlite_schema", session)
        guard application == Schema.applicationID || (application == 0 && tables == 0 && version == 0) else {
            throw refusal(.foreign, "the file is a database of another program", path)
        }
        guard version <= Schema.version else {
            let versions = "version \(version), and this program knows version \(Schema.version)"
            throw refusal(.newer, "a later version of the program wrote the store (\(versions))", path)
        }
        return max(0, version)
    }

    /// What is thrown for a store in which SQLite's check finds something wrong.
    static func damaged(_ finding: String, _ path: String) -> SQLiteError { refusal(.damaged, finding, path) }

    /// Lets the file be made smaller piece by piece; only a file without tables can still be made so.
    private static func makeShrinkable(_ session: Session) throws {
        try session.execute("PRAGMA auto_vacuum = INCREMENTAL")
    }

    private static func useWriteAheadLog(_ session: Session, _ path: String) throws {
        let mode = try session.first("PRAGMA journal_mode = WAL") { try $0.text() }
        guard mode == "wal" else {
            let message = "the file system cannot hold a write-ahead log: the journal stays '\(mode ?? "unknown")'"
            throw refusal(.other, message, path)
        }
    }

    private static func number(_ query: String, _ session: Session) throws -> Int64 {
        try session.first(query) { try $0.integer() } ?? 0
    }

    private static func refusal(_ kind: SQLiteError.Kind, _ message: String, _ path: String) -> SQLiteError {
        SQLiteError(kind: kind, code: 0, message: message, doing: "open \(path)")
    }
}
