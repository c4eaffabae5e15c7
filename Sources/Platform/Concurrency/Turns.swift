internal import Synchronization

/// Lets so many tasks at a time do something that awaits in its midst, in the order in which they came.
package final class Turns: Sendable {
    private struct Waiter {
        let id: UInt64
        let isUrgent: Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        /// Those who are urgent stand first.
        var waiting: [Waiter] = []
        var nextID: UInt64 = 0

        mutating func append(_ waiter: Waiter) {
            let place = waiter.isUrgent ? waiting.firstIndex { !$0.isUrgent } : nil
            waiting.insert(waiter, at: place ?? waiting.endIndex)
        }
    }

    private let state: Mutex<State>

    package init(_ count: Int = 1) {
        state = Mutex(State(free: count))
    }

    /// Does the work when it is the task's turn.
    ///
    /// - Throws: What `work` throws, or `CancellationError` as soon as the task is cancelled while it waits.
    package func run<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        try await take()
        defer { give() }
        return try await work()
    }

    /// Takes a turn that is free now, which lasts until ``give()`` is called.
    ///
    /// - Returns: Whether there was one.
    package func takeIfFree() -> Bool {
        state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
    }

    /// Returns when it is the task's turn, which lasts until it calls ``give()``.
    ///
    /// - `urgently`: Whether before all who wait and are not urgent.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled while it waits; it has no turn then.
    package func take(urgently: Bool = false) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enter(Waiter(id: id, isUrgent: urgently, continuation: $0)) }
        } onCancel: {
            leave(id)
        }
    }

    /// Ends the task's turn.
    package func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
            state.free += 1
            return nil
        }
        next?.resume()
    }

    private func enter(_ waiter: Waiter) {
        let answer = state.withLock { state -> Result<Void, any Error>? in
            // Looked at under the lock: who cancels later finds the task in the line.
            if Task.isCancelled { return .failure(CancellationError()) }
            guard state.free == 0 else {
                state.free -= 1
                return .success(())
            }
            state.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(with: answer) }
    }

    private func leave(_ id: UInt64) {
        let left = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
        }
        left?.resume(throwing: CancellationError())
    }
}
