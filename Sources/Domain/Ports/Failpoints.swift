/// A moment right after something was made durable, or was done that cannot be undone, and before the next such thing.
///
/// A program that ends there must find its way again; `make torture` ends it at each of them.
package enum Failpoint: String, CaseIterable, Sendable {
    // The process that talks to a remote.
    case fetched = "fetched"
    case packsGathered = "packs_gathered"
    case cloneReplaced = "clone_replaced"

    // The daemon, in the order of a deployment's life.
    case revisionRead = "revision_read"
    case sourceTroubleKept = "source_trouble_kept"
    case revisionAccepted = "revision_accepted"
    case accessChanged = "access_changed"
    case decisionKept = "decision_kept"
    case deploymentQueued = "deployment_queued"
    case runFolderMade = "run_folder_made"
    case exportFilled = "export_filled"
    case runPrepared = "run_prepared"
    case runBegun = "run_begun"
    case supervisorSpawned = "supervisor_spawned"
    case reportsRead = "reports_read"
    case stepsKept = "steps_kept"
    case lostRunSwept = "lost_run_swept"
    case endRead = "end_read"
    case deploymentEnded = "deployment_ended"
    case outputKept = "output_kept"
    case runFolderRemoved = "run_folder_removed"

    // The supervisor of a run.
    case supervisorBegan = "supervisor_began"
    case startMarked = "start_marked"
    case mainStarted = "main_started"
    case reportKept = "report_kept"
    case mainEnded = "main_ended"
    case outputSealed = "output_sealed"
    case exitWritten = "exit_written"

    // The guardian of a run whose supervisor is gone.
    case restEnded = "rest_ended"
    case lossWritten = "loss_written"

    /// Which of the program's processes reaches it.
    package enum Process: Sendable { case fetch, daemon, supervisor, guardian }

    package var process: Process {
        switch self {
        case .fetched, .packsGathered, .cloneReplaced: .fetch
        case .supervisorBegan, .startMarked, .mainStarted, .reportKept, .mainEnded, .outputSealed, .exitWritten:
            .supervisor
        case .restEnded, .lossWritten: .guardian
        default: .daemon
        }
    }
}

/// Where the program says that it has reached a ``Failpoint``: to nobody, unless a test watches.
package struct Failpoints: Sendable {
    /// Nobody is told.
    package static let unwatched = Failpoints(environment: [:], watcher: nil)

    /// What a child process needs in its environment, so that its failpoints are watched too.
    package let environment: [String: String]
    private let watcher: (@Sendable (Failpoint) -> Void)?

    package init(environment: [String: String], watcher: (@Sendable (Failpoint) -> Void)?) {
        self.environment = environment
        self.watcher = watcher
    }

    package var isWatched: Bool { watcher != nil }

    /// Tells whoever watches, on this thread.
    package func reach(_ failpoint: Failpoint) { watcher?(failpoint) }
}
