package import Domain
internal import Synchronization

/// The exports that are being written for runs, each of which can be given up by itself.
package final class ExportsUnderWay: Sendable {
    private let tasks = Mutex<[Deployment.ID: Task<Void, any Error>]>([:])

    package init() {}

    /// Does the work for a deployment; it is cancelled when it is given up, or with the surrounding task.
    ///
    /// Returns when it has ended, so that nobody writes any more. What was given up before it began must be found out by
    /// the work itself.
    func carryOut(_ deployment: Deployment.ID, _ work: @escaping @Sendable () async throws -> Void) async throws {
        // Begun under the lock: whoever gives it up later finds it.
        let task = tasks.withLock { tasks in
            let task = Task { try await work() }
            tasks[deployment] = task
            return task
        }
        defer { tasks.withLock { $0[deployment] = nil } }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Ends what is written for a deployment that is not to have a run any more; the store says so already.
    package func giveUp(_ deployment: Deployment.ID) { tasks.withLock { $0[deployment] }?.cancel() }
}
