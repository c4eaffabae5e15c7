internal import Domain
internal import Synchronization

/// Lets so many in at once; others wait for a place, the first to come first.
package final class Places: Sendable {
    private let mostWaiting: Int
    private let state: Mutex<State>

    /// - `waiting`: How many may wait; further ones are refused.
    package init(_ places: Int, waiting: Int) {
        mostWaiting = waiting
        state = Mutex(State(free: places))
    }

    private struct State {
        var free: Int
        var taken = 0
        var waiting: [Waiter] = []
        var nextID: UInt64 = 0

        mutating func newID() -> UInt64 {
            defer { nextID += 1 }
            return nextID
        }
    }

    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// How many have a place, and how many wait for one.
    var counts: (taken: Int, waiting: Int) { state.withLock { ($0.taken, $0.waiting.count) } }

    /// Does the work at a place of its own.
    ///
    /// - Throws: ``Overload/queueFull``; `CancellationError` if the surrounding task is cancelled while it waits; else
    ///   what `work` throws.
    func withPlace<Value>(_ work: () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let id = state.withLock { $0.newID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                admit(Waiter(id: id, continuation: continuation))
                // The cancellation may have come before there was anybody to be sent away.
                if Task.isCancelled { sendAway(id) }
            }
        } onCancel: {
            sendAway(id)
        }
    }

    private func admit(_ waiter: Waiter) {
        let answer: Result<Void, any Error>? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                state.taken += 1
                return .success(())
            }
            guard state.waiting.count < mostWaiting else { return .failure(Overload.queueFull) }
            state.waiting.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(with: answer) }
    }

    /// Lets one wait no longer; one that has a place keeps it.
    private func sendAway(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// Hands the place on to who has waited longest.
    private func leave() {
        let next: Waiter? = state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            state.taken -= 1
            return nil
        }
        next?.continuation.resume()
    }
}
