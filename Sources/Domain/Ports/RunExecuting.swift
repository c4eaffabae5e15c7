/// Runs deploy scripts and playbooks in processes that outlive the daemon.
package protocol RunExecuting: Sendable {
    /// Takes the run's lock, and makes its folder and its export, ready to be started.
    ///
    /// What a try before this one has left is removed.
    ///
    /// - `fill`: Writes the run's files into the folder whose absolute path it is given.
    func prepare(
        _ run: RunRequest,
        fill: @Sendable (String) async throws -> Void
    ) async throws -> any PreparedRun & ~Copyable

    /// What became of a run that was going on when the daemon ended.
    ///
    /// - Throws: ``RunLeftovers`` as long as something of the run cannot be ended; asked again it tries again.
    func recover(_ deployment: Deployment.ID) async throws -> RunRecovery

    /// Waits for what the run reports behind `offset`, or for its end.
    ///
    /// Returns as soon as there is something; the same offset gives the same reports again.
    ///
    /// - Throws: ``RunLeftovers`` as long as something of the run cannot be ended; asked again it tries again.
    func next(_ deployment: Deployment.ID, after offset: Int64) async throws -> RunProgress

    /// Ends a run: SIGTERM to all its processes, SIGKILL to those that are left after 10 s.
    ///
    /// Returns as soon as its supervisor is told; what is over, or has not started, is left as it is.
    func cancel(_ deployment: Deployment.ID) async throws

    /// Ends every run of which there is a folder, known to the store or not, and waits until they are over.
    func endAll() async throws

    /// The deployment with the highest number of which there is a folder or an output; nil without any.
    func lastTrace() async throws -> Deployment.ID?

    /// Takes down a run's folder except for its log: the deployment is over and on record.
    func discard(_ deployment: Deployment.ID) async throws
}

/// A run that is ready to be started, with its lock.
///
/// The lock goes to the run's guardian when it is started, and is given back when this ends in any other way.
package protocol PreparedRun: ~Copyable, Sendable {
    /// Starts the run's guardian.
    ///
    /// - Throws: ``StoreUnavailable`` if the run has not begun because the store could not be asked for what it needs:
    ///   it is then made ready anew.
    consuming func start() async throws
}

/// Everything that a run needs to know.
package struct RunRequest: Hashable, Sendable {
    package let deployment: Deployment.ID
    package let order: Deployment.Order

    package init(deployment: Deployment.ID, order: Deployment.Order) {
        self.deployment = deployment
        self.order = order
    }
}

package enum RunProgress: Hashable, Sendable {
    /// Reports, and the offset behind the last of them.
    case reports([StepReport], upTo: Int64)
    /// Every report has been read, and the run is over.
    case ended(RunEnd)
}

package enum RunRecovery: Hashable, Sendable {
    /// Its supervisor lives, or its end is written down: follow it.
    case follow
    /// It was made ready and never began: start it again.
    case neverStarted
    /// Machine or guardian ended before the run did, and nothing of it is left.
    case interrupted
}

/// Processes of a run that could not be ended: the run is not over.
package struct RunLeftovers: Error, Hashable, CustomStringConvertible {
    /// By name and number.
    package let processes: [String]

    package init(processes: [String]) { self.processes = processes }

    package var description: String {
        "these processes of it cannot be ended: \(processes.joined(separator: ", "))"
    }
}
