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

    /// How many connections each of so many listeners may have, so that files, locks and starts never lack one.
    ///
    /// - `others`: Connections of further listeners, which have a limit of their own.
    func connections(ofEachOf listeners: Int, besides others: Int = 0) -> Int {
        let reserve = Self.reserve + UInt64(others)
        let left = forDaemon > reserve ? forDaemon - reserve : 0
        return Int(min(max(left / UInt64(listeners), Self.fewest), Self.most))
    }

    /// For the store, the sources, and runs that are starting.
    private static let reserve: UInt64 = 256
    private static let fewest: UInt64 = 64
    /// What clients may cost has a limit even where the number of open files has none.
    private static let most: UInt64 = 16_384
}
