internal import Synchronization

/// Those who wait for the end of a server's loops.
final class StopWaiters: Sendable {
    private enum State {
        case running(loops: Int, [CheckedContinuation<Void, Never>])
        case ended
    }

    private let state: Mutex<State>

    init(loops: Int) {
        state = Mutex(.running(loops: loops, []))
    }

    /// Returns when all loops have ended.
    func wait() async {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state in
                guard case .running(let loops, let waiting) = state else { return true }
                state = .running(loops: loops, waiting + [continuation])
                return false
            }
            if ended { continuation.resume() }
        }
    }

    func loopHasEnded() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .running(let loops, let waiting) = state else { return [] }
            guard loops == 1 else {
                state = .running(loops: loops - 1, waiting)
                return []
            }
            state = .ended
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
