internal import Domain
internal import Glibc
internal import Platform
internal import Synchronization

/// The daemon's log: one line an entry, on standard error.
final class StderrLog: Log {
    private let settings: Mutex<DaemonConfiguration.Log>
    private let time: any TimeSource

    init(_ settings: DaemonConfiguration.Log, time: any TimeSource) {
        self.settings = Mutex(settings)
        self.time = time
    }

    /// Writes by other settings from now on.
    func use(_ settings: DaemonConfiguration.Log) { self.settings.withLock { $0 = settings } }

    func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {
        // The lock also keeps lines whole that a pipe takes in parts.
        settings.withLock { settings in
            guard level >= settings.level else { return }
            let line = LogLine.text(settings.format, time.now(), level, message, fields) + "\n"
            // There is nowhere to tell that the log cannot be written.
            try? StandardStream.write(Array(line.utf8), to: STDERR_FILENO)
        }
    }
}
