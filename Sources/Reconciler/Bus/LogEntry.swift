internal import Domain

/// One line of the log, before it is written.
struct LogEntry: Sendable {
    let level: LogLevel
    let message: String
    let fields: LogFields

    init(_ level: LogLevel, _ message: String, _ fields: LogFields) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}

extension Log {
    func write(_ entry: LogEntry) { write(entry.level, entry.message, entry.fields) }
}
