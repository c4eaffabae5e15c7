internal import Synchronization

/// Pieces of work that are done one after the other, in their order, each on whichever of the workers is free.
final class WorkLine: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        /// Whether a worker is at it, or will be.
        var isGoing = false
    }

    private let workers: Workers
    private let state = Mutex(State())

    init(on workers: Workers) {
        self.workers = workers
    }

    func append(_ work: @escaping @Sendable () -> Void) {
        let isFirst = state.withLock { state in
            state.waiting.append(work)
            defer { state.isGoing = true }
            return !state.isGoing
        }
        if isFirst { workers.submit { self.takeTurn() } }
    }

    /// One piece a turn, so that a long line holds up no other.
    private func takeTurn() {
        guard let work = next() else { return }
        work()
        let goesOn = state.withLock { state in
            state.isGoing = !state.waiting.isEmpty
            return state.isGoing
        }
        if goesOn { workers.submit { self.takeTurn() } }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }
}
