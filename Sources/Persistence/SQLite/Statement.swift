internal import CSQLite

/// The owner of one prepared statement; gives it back to SQLite at its end.
struct Statement: ~Copyable {
    private let pointer: OpaquePointer
    private let sql: String

    init(pointer: OpaquePointer, sql: String) {
        self.pointer = pointer
        self.sql = sql
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Gives the `?`s their values, from the first one on.
    borrowing func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    }

    /// Moves to the next row, or returns false when there is none.
    borrowing func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// The row that the last ``step()`` moved to, read from its first column on.
    var row: Row { Row(pointer: pointer, sql: sql) }

    /// Makes the statement ready to be bound and run again, and lets go of what was bound.
    borrowing func reset() {
        // What this returns is the failure of the last step, which has been thrown already.
        _ = sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    private borrowing func bind(_ value: SQLiteValue, at index: Int32) throws(SQLiteError) {
        let code =
            switch value {
            case .null: sqlite3_bind_null(pointer, index)
            case .integer(let number): sqlite3_bind_int64(pointer, index, number)
            case .text(let text): bind(text, at: index)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// By length, because text may hold a NUL.
    private borrowing func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                let start = characters.baseAddress
                let length = UInt64(characters.count)
                // An empty string may have no address, which SQLite would take for NULL.
                guard let start else { return csqlite_bind_empty_text(pointer, index) }
                return sqlite3_bind_text64(pointer, index, start, length, csqlite_transient(), UInt8(SQLITE_UTF8))
            }
        }
    }

    private borrowing func failure(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, on: sqlite3_db_handle(pointer), doing: sql)
    }
}
