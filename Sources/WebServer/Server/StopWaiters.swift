internal import Synchronization

/// Those who wait for a loop's end.
final class StopWaiters: Sendable {
    private enum State {
        case running([CheckedContinuation<Void, Never>])
        case ended
    }

    private let state = Mutex(State.running([]))

    /// Returns when the loop has ended.
    func wait() async {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state in
                guard case .running(let waiting) = state else { return true }
                state = .running(waiting + [continuation])
                return false
            }
            if ended { continuation.resume() }
        }
    }

    func loopHasEnded() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .running(let waiting) = state else { return [] }
            state = .ended
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
