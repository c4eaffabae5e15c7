internal import CLinux
internal import Glibc

/// A process that becomes the parent of every descendant that loses its own.
///
/// While it has no child it has no descendant, so nothing that it started can be left.
package enum Subreaper {
    /// Makes this process one, until it ends.
    package static func become() throws(SystemError) {
        try systemCall("become the parent of orphans") { reconciler_become_subreaper() }
    }

    /// What one look at this process's children found.
    package enum Finding: Equatable, Sendable {
        /// A child has ended; its pid may be somebody else's from now on.
        case ended(pid: Int32, ExitStatus)
        /// There are children, and all of them live.
        case living
        /// There is no child.
        case childless
    }

    /// Collects one child that has ended, without waiting.
    package static func collect() throws(SystemError) -> Finding {
        var status: Int32 = 0
        do {
            let pid = try systemCall("look for ended children") { waitpid(-1, &status, WNOHANG) }
            return pid == 0 ? .living : .ended(pid: pid, ExitStatus(waitStatus: status))
        } catch  where error.code == ECHILD {
            return .childless
        }
    }
}
