/// One connection with the statements that it has compiled before, which are kept to be run again.
///
/// A class, because a transaction's repositories share it; not `Sendable`, so that the compiler keeps it inside the
/// actor that opened it.
final class Session {
    private let connection: Connection
    private var idle: [String: Prepared] = [:]
    private var interruption: Interruption?

    init(_ connection: consuming Connection) {
        self.connection = connection
    }

    /// The statements that it keeps.
    var statements: [String] { Array(idle.keys) }

    /// Runs a statement whose rows nobody wants.
    func run(_ sql: String, _ values: SQLiteValue...) throws { try run(sql, values: values) }

    func run(_ sql: String, values: [SQLiteValue]) throws {
        try withStatement(sql, values) { statement in
            while try step(statement) {}
        }
    }

    /// Runs a query and decodes each row.
    func rows<Value>(_ sql: String, _ values: SQLiteValue..., decode: (inout Row) throws -> Value) throws -> [Value] {
        try rows(sql, values: values, decode: decode)
    }

    func rows<Value>(_ sql: String, values: [SQLiteValue], decode: (inout Row) throws -> Value) throws -> [Value] {
        try rows(sql, values: values, while: { _ in true }, decode: decode)
    }

    /// Decodes rows as long as `isWanted` says so; those behind the first that is not are not read.
    func rows<Value>(
        _ sql: String,
        _ values: SQLiteValue...,
        while isWanted: (Value) -> Bool,
        decode: (inout Row) throws -> Value
    ) throws -> [Value] {
        try rows(sql, values: values, while: isWanted, decode: decode)
    }

    private func rows<Value>(
        _ sql: String,
        values: [SQLiteValue],
        while isWanted: (Value) -> Bool,
        decode: (inout Row) throws -> Value
    ) throws -> [Value] {
        try withStatement(sql, values) { statement in
            var decoded: [Value] = []
            while try step(statement) {
                var row = statement.row
                let value = try decode(&row)
                guard isWanted(value) else { break }
                decoded.append(value)
            }
            return decoded
        }
    }

    /// Runs a query and decodes its first row, if it has one.
    func first<Value>(_ sql: String, _ values: SQLiteValue..., decode: (inout Row) throws -> Value) throws -> Value? {
        try withStatement(sql, values) { statement in
            guard try step(statement) else { return nil }
            var row = statement.row
            return try decode(&row)
        }
    }

    /// Whether closing leaves the files exactly as they are, rather than moving the log into the database.
    func leavesFilesAlone(_ isOn: Bool) { connection.setsCheckpointOnClose(!isOn) }

    /// Runs statements that have no arguments, without keeping them.
    func execute(_ script: String) throws { try connection.execute(script) }

    /// Runs `work` in a transaction, which takes its locks when it first reads and first writes; keeps nothing of
    /// it if `work` or the commit fails.
    func transaction<Value>(_ work: () throws -> Value) throws -> Value {
        try run("BEGIN")
        do {
            let value = try work()
            try run("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Runs `work` so that it ends soon after the interruption: before it reads the next row, and in the midst of a
    /// statement that takes long.
    ///
    /// - Throws: `CancellationError` if it was interrupted, else what `work` throws.
    func interruptible<Value>(by interruption: Interruption, _ work: () throws -> Value) throws -> Value {
        watch(interruption)
        defer { watch(nil) }
        do {
            return try work()
        } catch  where interruption.isInterrupted {
            throw CancellationError()
        }
    }

    private func watch(_ interruption: Interruption?) {
        connection.watch(interruption)
        self.interruption = interruption
    }

    private func step(_ statement: borrowing Statement) throws -> Bool {
        try interruption?.check()
        return try statement.step()
    }

    /// Undoes the open transaction, unless SQLite has already done so.
    private func rollBack() {
        guard connection.isInTransaction else { return }
        // If this fails the error that led here says why, and the next BEGIN fails and says so again.
        try? run("ROLLBACK")
    }

    /// Lends a compiled statement: taken out of the store meanwhile, so that a query inside of a query of the same
    /// text gets one of its own.
    private func withStatement<Value>(
        _ sql: String,
        _ values: [SQLiteValue],
        _ use: (borrowing Statement) throws -> Value
    ) throws -> Value {
        let prepared = try idle.removeValue(forKey: sql) ?? Prepared(try connection.prepare(sql))
        defer {
            prepared.statement.reset()
            idle[sql] = prepared
        }
        try prepared.statement.bind(values)
        return try use(prepared.statement)
    }

    /// A box, because a dictionary cannot hold what cannot be copied.
    private final class Prepared {
        let statement: Statement

        init(_ statement: consuming Statement) {
            self.statement = statement
        }
    }
}
