package import Domain
internal import Platform

/// The outputs of runs that are over, as an executor has kept them.
package actor KeptOutputs: RunOutputKeeping {
    private let executor = BlockingExecutor(label: "kept outputs")
    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let runs: ProcessRunExecutor

    package init(of runs: ProcessRunExecutor) {
        self.runs = runs
    }

    package func sizes() async throws -> [Deployment.ID: Int64] {
        guard Folder.somethingExists(at: runs.logs) else { return [:] }
        var sizes: [Deployment.ID: Int64] = [:]
        for name in try Folder.names(in: runs.logs) {
            guard let deployment = ProcessRunExecutor.deployment(ofKeptLog: name) else { continue }
            sizes[deployment] = try size(deployment)
        }
        return sizes
    }

    package func size(of deployment: Deployment.ID) async throws -> Int64? { try size(deployment) }

    /// What is left in the run's folder, if it could not be taken down before, goes the same way.
    package func remove(_ deployment: Deployment.ID) async throws {
        try await runs.discard(deployment)
        try FolderRemoval.remove(runs.keptLog(deployment))
    }

    /// What is no file counts as one without bytes, so that it is removed with its deployment.
    private func size(_ deployment: Deployment.ID) throws(SystemError) -> Int64? {
        do {
            return max(0, try Descriptor.open(runs.keptLog(deployment), [.read, .noFollow, .nonBlocking]).size())
        } catch  where error.isMissing {
            return nil
        } catch  where error.isOfNoPlainFile {
            return 0
        }
    }
}
