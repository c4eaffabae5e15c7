/// Where the system writes what the people who operate it must know, as structured lines.
package protocol Log: Sendable {
    func write(_ level: LogLevel, _ message: String, _ fields: LogFields)
}

package enum LogLevel: Int, CaseIterable, Comparable, Sendable {
    case debug
    case info
    case warning
    case error

    /// The level as it is configured and written.
    package var word: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

extension Log {
    package func debug(_ message: String, _ fields: LogFields = [:]) {
        write(.debug, message, fields)
    }
    package func info(_ message: String, _ fields: LogFields = [:]) {
        write(.info, message, fields)
    }
    package func warning(_ message: String, _ fields: LogFields = [:]) {
        write(.warning, message, fields)
    }
    package func error(_ message: String, _ fields: LogFields = [:]) {
        write(.error, message, fields)
    }
}
