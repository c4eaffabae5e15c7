/// How many connections each place may have at which the daemon answers.
///
/// With a limit of 512 open files or more, files, locks and starts never lack one; below it everybody may have a few.
struct ConnectionShares: Equatable {
    /// The control socket's.
    let control: Int
    /// Those of `hooks_listen`, each of which may fill a whole body before it is known who sends it.
    let hooks: Int
    /// Those of `status_listen`, where dashboards and the feed's clients are: all others.
    let status: Int

    /// Shares what a process with this limit of open files does not need itself, nor for so many runs and sources at once.
    init(openFiles limit: UInt64, takesHooks: Bool, runs: Int, sources: Int) {
        let left = Int(min(limit, Self.limit)) - Self.reserve - runs - sources * Self.forSource
        hooks = takesHooks ? Self.forHooks : 0
        control = max(Self.fewest, min(left / 4, Self.mostForControl))
        status = max(Self.fewest, min(left - control - hooks, Self.mostForStatus))
    }

    /// For the store, and runs that are starting.
    private static let reserve = 256
    /// Two pipes to the process that talks to the remote, and files of the clone.
    private static let forSource = 4
    private static let fewest = 64
    private static let forHooks = 128
    private static let mostForControl = 1_024
    /// What clients may cost has a limit even where the number of open files has none.
    private static let mostForStatus = 16_384
    /// Beyond this more files are of no use.
    private static let limit: UInt64 = 1 << 20
}
