internal import Domain
internal import Execution
internal import GitSource

/// What the program starts itself as, for the daemon's child processes; no person calls these.
enum HiddenCommand: String {
    /// Talks to a Git remote.
    case fetch
    /// Starts a run's supervisor, and ends the run should that be killed.
    case guardian
    /// Stays with one run to its end.
    case supervise
    /// Becomes a run's main process with another user's rights.
    case exec

    /// Runs to the child's end.
    ///
    /// - Returns: The exit status.
    func run(_ failpoints: Failpoints) -> Int32 {
        switch self {
        case .fetch: FetchWorker.run(failpoints)
        case .guardian: Guardian.run(ProcessContext.environment, failpoints)
        case .supervise: Supervisor.run(failpoints)
        case .exec: ProgramStarter.run()
        }
    }
}
