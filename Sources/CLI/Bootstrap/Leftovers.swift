internal import Domain
internal import Execution
internal import Reconciler

/// The folders of runs that do not go on.
struct Leftovers {
    /// Of deployments that still wait for their run, which was being made ready.
    private(set) var waiting: [Deployment.ID] = []
    /// Of those that are over, or that the store does not know.
    private(set) var over: [Deployment.ID] = []

    /// Those of one owner's runs, as the store has it at this moment.
    ///
    /// - Throws: The error of the store. Folders that cannot be listed are noted in the log: that keeps nobody from work.
    static func find(
        among executor: ProcessRunExecutor,
        _ store: ReaderPool,
        _ owner: RunOwner.ID,
        _ log: any Log
    ) async throws -> Self {
        let present = try await present(executor, log)
        return try await store.read { reading in
            let running = Set(try reading.deployments.running(ownedBy: owner))
            return try present.reduce(into: Self()) { leftovers, id in
                guard !running.contains(id) else { return }
                let isQueued = try reading.deployments.find(id)?.state == .queued
                leftovers.take(id, isQueued: isQueued)
            }
        }
    }

    private mutating func take(_ id: Deployment.ID, isQueued: Bool) {
        if isQueued { waiting.append(id) } else { over.append(id) }
    }

    private static func present(_ executor: ProcessRunExecutor, _ log: any Log) async throws -> [Deployment.ID] {
        do {
            return try await executor.present()
        } catch {
            log.warning("could not clear up after runs that are over", ["error": "\(error)"])
            return []
        }
    }
}
