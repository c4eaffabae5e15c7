internal import Dispatch

/// Runs one actor's work, one piece after the other, where it may block: never on the shared concurrency pool.
///
/// For actors whose methods call C functions that block: a slow call then delays that actor's callers only. An actor
/// uses it so:
///
///     actor Store {
///         private let executor = BlockingExecutor(label: "store")
///         nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
///     }
///
/// What must never wait for others has a thread of its own; those of whom there may be very many share ``Workers``.
package final class BlockingExecutor: SerialExecutor {
    private enum Place {
        case ownThread(DispatchQueue)
        case shared(WorkLine)
    }

    private let place: Place

    /// A thread of its own, as long as there is work.
    ///
    /// The system's library has at most 255 such threads for the whole process: for few actors only.
    ///
    /// - Parameter label: A name for the thread, as seen in a debugger.
    package init(label: String) {
        place = .ownThread(DispatchQueue(label: label))
    }

    /// Whichever thread of these workers is free.
    package init(on workers: Workers) {
        place = .shared(WorkLine(on: workers))
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        append { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs one blocking piece of work and hands back what it made or threw.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            append { continuation.resume(with: Result { try work() }) }
        }
    }

    private func append(_ work: @escaping @Sendable () -> Void) {
        switch place {
        case .ownThread(let queue): queue.async(execute: work)
        case .shared(let line): line.append(work)
        }
    }
}
