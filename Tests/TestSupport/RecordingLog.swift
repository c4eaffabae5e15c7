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

    package func write(_ level: LogLevel, _ message: String, _ fields: KeyValuePairs<String, String>) {
        let fields = Dictionary(fields.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        recorded.withLock { $0.append(Line(level: level, message: message, fields: fields)) }
    }
}
