internal import Dispatch

/// Runs one actor's work on a thread of its own, never on the shared concurrency pool.
///
/// For actors whose methods call C functions that block: a slow call then delays that actor's
/// callers only. An actor uses it so:
///
///     actor Store {
///         private let executor = BlockingExecutor(label: "store")
///         nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
///     }
package final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// - Parameter label: A name for the thread, as seen in a debugger.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs one blocking piece of work on the executor's thread and hands back what it made or threw.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
