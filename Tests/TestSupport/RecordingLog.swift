package import Domain
import Synchronization

/// Remembers what was logged.
package final class RecordingLog: Log {
    package struct Line: Sendable {
        package let level: LogLevel
        package let message: String
        package let fields: [String: String]
    }

    private let recorded = Mutex<[Line]>([])

    package init() {}

    package var lines: [Line] { recorded.withLock { $0 } }
    package var errors: [Line] { lines.filter { $0.level == .error } }

    package func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {
        let fields = Dictionary(fields.pairs.map { ($0.name, $0.value.string ?? $0.value.text()) }) { $1 }
        recorded.withLock { $0.append(Line(level: level, message: message, fields: fields)) }
    }
}
