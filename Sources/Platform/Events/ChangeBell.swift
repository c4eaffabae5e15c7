internal import Synchronization

/// What a change rings, and one task waits for; a ring that nobody hears ends the next wait at once.
final class ChangeBell: Sendable {
    private struct State {
        var hasRung = false
        var sleeper: Wait?
    }

    private let waiter: Waiter
    private let state = Mutex(State())

    init(_ waiter: Waiter) {
        self.waiter = waiter
    }

    func ring() {
        let sleeper = state.withLock { state in
            state.hasRung = true
            return state.sleeper
        }
        if let sleeper { waiter.end(sleeper) }
    }

    /// Returns when it has rung since the last wait, at the deadline, or as soon as the task is cancelled.
    func wait(until deadline: Int64) async {
        let wait = waiter.makeWait()
        let mustWait = state.withLock { state in
            state.sleeper = wait
            return !state.hasRung
        }
        // Without a descriptor only cancellation is thrown, which ends the wait as anything else does.
        if mustWait { _ = try? await waiter.run(wait, until: deadline) }
        state.withLock { $0 = State() }
    }
}
