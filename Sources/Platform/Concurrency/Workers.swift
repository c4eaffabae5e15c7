internal import Dispatch
internal import Synchronization

/// A bounded number of threads that many share for work which blocks, first come, first served.
///
/// So many wait at the most for a disk or a processor, whoever else has work: the threads of the process are few, and
/// none of those that must never wait goes without.
package final class Workers: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var busy = 0
    }

    private let label: String
    private let count: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - label: A name for the threads, as seen in a debugger.
    ///   - count: How many there are at most; none as long as there is nothing to do.
    package init(label: String, count: Int) {
        self.label = label
        self.count = max(1, count)
    }

    /// Does the work on one of the threads as soon as it is its turn.
    package func submit(_ work: @escaping @Sendable () -> Void) {
        let isThreadMissing = state.withLock { state in
            state.waiting.append(work)
            guard state.busy < count else { return false }
            state.busy += 1
            return true
        }
        // A queue of its own is a thread of its own.
        if isThreadMissing { DispatchQueue(label: label).async { self.workOff() } }
    }

    /// Does one blocking piece of work and hands back what it made or threw.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Looks something up that may take long, and hands back what was found or thrown.
    ///
    /// For what changes nothing: a look that nobody waits for any more may still be under way.
    ///
    /// - Throws: What `look` throws, or `CancellationError` as soon as the task is cancelled.
    package func lookUp<Value: Sendable>(_ look: @escaping @Sendable () throws -> Value) async throws -> Value {
        let answer = AwaitedAnswer<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.isAwaited(by: continuation)
                submit { if answer.isWanted { answer.give(Result { try look() }) } }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private func workOff() {
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.busy -= 1
            return nil
        }
    }
}
