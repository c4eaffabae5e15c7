internal import CSQLite

/// The columns of the present row, read one after another by a closure that cannot keep them.
///
/// A column is never read as another type than the one that is stored.
struct Row: ~Copyable {
    private let pointer: OpaquePointer
    private let sql: String
    private var column: Int32 = 0

    init(pointer: OpaquePointer, sql: String) {
        self.pointer = pointer
        self.sql = sql
    }

    mutating func text() throws(SQLiteError) -> String {
        defer { column += 1 }
        guard sqlite3_column_type(pointer, column) == SQLITE_TEXT, let bytes = sqlite3_column_text(pointer, column)
        else {
            throw mismatch(wanted: "text")
        }
        // By length, not up to the first NUL: text may hold one.
        let length = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    mutating func integer() throws(SQLiteError) -> Int64 {
        defer { column += 1 }
        guard sqlite3_column_type(pointer, column) == SQLITE_INTEGER else { throw mismatch(wanted: "an integer") }
        return sqlite3_column_int64(pointer, column)
    }

    mutating func optionalText() throws(SQLiteError) -> String? { skipsNull() ? nil : try text() }

    mutating func optionalInteger() throws(SQLiteError) -> Int64? { skipsNull() ? nil : try integer() }

    /// The error of a column that was just read and does not hold what the program writes there.
    func unreadable(_ what: String) -> SQLiteError {
        .unreadable("column \(column) holds no \(what)", in: sql)
    }

    private mutating func skipsNull() -> Bool {
        guard sqlite3_column_type(pointer, column) == SQLITE_NULL else { return false }
        column += 1
        return true
    }

    private func mismatch(wanted: String) -> SQLiteError {
        let found =
            switch sqlite3_column_type(pointer, column) {
            case SQLITE_NULL: "NULL"
            case SQLITE_INTEGER: "an integer"
            case SQLITE_FLOAT: "a real number"
            case SQLITE_TEXT: "text"
            default: "a blob"
            }
        return .unreadable("column \(column + 1) holds \(found), not \(wanted)", in: sql)
    }
}
