package import Domain
internal import Platform

/// Runs deployments in supervisors, processes of their own that outlive this one, and follows what they write.
///
/// Only the holder of the state folder's lock may have one.
package actor ProcessRunExecutor: RunExecuting {
    private let executor = BlockingExecutor(label: "runs")
    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let stateFolder: String
    let program: String
    let settings: RunSettings
    let limits: RunLimits
    let secrets: RunSecrets
    let failpoints: Failpoints
    let log: any Log
    /// What is known of runs that this process has made ready or taken up.
    var known: [Deployment.ID: RunSpecification] = [:]
    /// The processes that were found to stay with runs.
    let keepers = KnownRunProcesses()
    /// Lets one at a time take down the folder of a run.
    var discards: [Deployment.ID: Turns] = [:]

    /// Keeps its runs below `stateFolder`, an absolute path, and supervises them with `program`, a file of this
    /// program, which is started as `PROGRAM guardian`.
    package init(
        stateFolder: String,
        program: String = Paths.ownExecutable,
        settings: RunSettings = RunSettings(),
        limits: RunLimits = RunLimits(),
        secrets: RunSecrets = .none,
        failpoints: Failpoints = .unwatched,
        log: any Log
    ) {
        self.stateFolder = stateFolder
        self.program = program
        self.settings = settings
        self.limits = limits
        self.secrets = secrets
        self.failpoints = failpoints
        self.log = log
    }

    /// Ends a run: SIGTERM to all its processes, SIGKILL to those that are left after 10 s.
    ///
    /// Returns as soon as the supervisor is told; a run that is over, or has not started, is left as it is.
    package func cancel(_ deployment: Deployment.ID) async throws {
        let keepers = RunProcesses(of: folder(deployment))
        if let pipe = try cancelPipe(deployment) {
            try pipe.writeAll([UInt8(ascii: "c")])
        } else {
            // A run may have removed the pipe.
            try await Workers.processes.run { try keepers.terminate() }
        }
        do {
            try await Workers.processes.run { try keepers.wake() }
        } catch {
            // The word has been given all the same.
            log.warning("could not wake a run", ["deployment": deployment, "error": "\(error)"])
        }
    }

    /// The pipe to a run's supervisor; nil if there is none that reads it.
    private func cancelPipe(_ deployment: Deployment.ID) throws(SystemError) -> Descriptor? {
        do {
            return try Descriptor.open(folder(deployment).cancel, [.write, .nonBlocking, .noFollow])
        } catch  where error.isMissing || error.hasNoReader {
            return nil
        }
    }

    var runs: String { stateFolder + "/runs" }
    nonisolated var logs: String { stateFolder + "/logs" }

    func folder(_ deployment: Deployment.ID) -> RunFolder { RunFolder(path: "\(runs)/\(deployment)") }
}

/// What a run's folder does not allow.
package struct RunRefusal: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ deployment: Deployment.ID, _ why: String) {
        description = "the run of deployment \(deployment) \(why)"
    }
}
