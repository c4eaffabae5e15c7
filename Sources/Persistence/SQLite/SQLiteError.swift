internal import CSQLite

/// What SQLite refused, or what a stored row does not hold; shows the statement, never its arguments.
package struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// What kind of failure it is, for those who do something about it.
    package let kind: Kind
    /// SQLite's extended result code; 0 where SQLite itself found nothing wrong.
    package let code: Int32
    /// What was found, in SQLite's words or ours.
    package let message: String
    /// The statement, or what else was being done.
    package let doing: String

    package enum Kind: Hashable, Sendable {
        /// The disk is full.
        case full
        case readOnly
        /// The file is no database, or its content is damaged.
        case damaged
        /// Another connection holds a lock for too long.
        case busy
        /// A later version of the program wrote the database.
        case newer
        /// The file is a database of something else.
        case foreign
        /// A unique or a foreign key was broken.
        case constraint
        case other
    }

    package var description: String {
        let result = code == 0 ? "" : "SQLite error \(code): "
        let advice = kind.advice.map { "; \($0)" } ?? ""
        return "\(result)\(message)\(advice) (while doing: \(doing))"
    }
}

extension SQLiteError {
    /// What SQLite has just returned on a connection, if there is one, which says more.
    init(code: Int32, on connection: OpaquePointer?, doing: String) {
        let message = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(
            kind: Kind(code: code),
            code: code,
            message: message.map { String(cString: $0) } ?? "unknown error",
            doing: doing
        )
    }

    /// A stored row that does not hold what the program writes there.
    static func unreadable(_ message: String, in sql: String) -> SQLiteError {
        SQLiteError(kind: .damaged, code: 0, message: message, doing: sql)
    }
}

extension SQLiteError.Kind {
    fileprivate init(code: Int32) {
        self =
            switch code & 0xFF {
            case SQLITE_FULL: .full
            case SQLITE_READONLY, SQLITE_PERM: .readOnly
            case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_CONSTRAINT: .constraint
            default: .other
            }
    }

    /// What a person can do about it.
    fileprivate var advice: String? {
        switch self {
        case .full: "free some space on the file system of the state directory; nothing is lost, and work goes on then"
        case .readOnly: "make the state directory and the files in it writable for the daemon's user"
        case .damaged: "the store is damaged and was left as it is: stop the daemon and put a backup in its place"
        case .busy: "another process uses the store; only the daemon may"
        case .newer: "run that version or a later one, or put a backup of this version in its place"
        case .foreign: "name another state directory"
        case .constraint, .other: nil
        }
    }
}
