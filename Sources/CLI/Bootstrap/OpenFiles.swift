internal import Platform

/// The limit of open files: raised for the daemon, whose every client is one, and as it was for what the daemon runs.
struct OpenFiles {
    /// The soft limit that the daemon was started with.
    let forRuns: UInt64
    /// The daemon's own.
    let forDaemon: UInt64

    /// Raises this process's limit as far as it may.
    static func raise() throws(SystemError) -> OpenFiles {
        let before = try OpenFileLimit.current()
        return OpenFiles(forRuns: before.soft, forDaemon: try OpenFileLimit.set(soft: before.hard).soft)
    }
}
