package import Domain
import Glibc
import Platform

/// Ends this process at milestones that a test chooses.
///
/// `RECONCILER_FAILPOINTS` names a folder. The process that reaches a milestone and finds a file of that name in it
/// removes the file and kills itself: one process for each file, and the missing file shows that it was reached.
package enum FailpointFolder {
    package static let variable = "RECONCILER_FAILPOINTS"

    /// Milestones that are watched if this process has the variable.
    package static func milestones() -> Milestones {
        milestones(getenv(variable).map { [variable: String(cString: $0)] } ?? [:])
    }

    /// Milestones that are watched if the variable is there.
    package static func milestones(_ environment: [String: String]) -> Milestones {
        guard let folder = environment[variable] else { return .unwatched }
        return Milestones(environment: [variable: folder]) { milestone in
            guard unlink("\(folder)/\(milestone.rawValue)") == 0 else { return }
            Signals.send(Signals.kill, to: OwnProcess.pid)
        }
    }
}
