internal import Domain
internal import Glibc
internal import Platform

/// Ends this process at milestones that a test chooses; for tests alone.
///
/// `RECONCILER_CRASH_FOLDER` names a folder. The process that reaches a milestone and finds a file of that name in
/// it removes the file and kills itself: one process for each file, and the missing file shows that it was reached.
enum CrashFolder {
    static let variable = "RECONCILER_CRASH_FOLDER"

    /// Milestones that are watched if the variable is there.
    static func milestones(_ environment: [String: String]) -> Milestones {
        guard let folder = environment[variable] else { return .unwatched }
        return Milestones(environment: [variable: folder]) { milestone in
            guard unlink("\(folder)/\(milestone.rawValue)") == 0 else { return }
            Signals.send(Signals.kill, to: OwnProcess.pid)
        }
    }
}
