internal import Synchronization

/// Room for so much work at once; whoever comes then waits until it is its turn, in the order of coming.
final class WorkPlaces: Sendable {
    /// For the exports of all sources: each has a file in memory, and the same disk under it.
    static let exports = WorkPlaces(4)
    /// For the previews of all sources.
    static let previews = WorkPlaces(2)

    private typealias Turn = CheckedContinuation<Void, any Error>

    private struct State {
        var free: Int
        var waiting: [(ticket: Int, turn: Turn)] = []
        var tickets = 0
        /// Who was cancelled before beginning to wait.
        var gone: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// - Throws: What `work` throws, or `CancellationError` if the task is cancelled while it waits.
    func run<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        try await take()
        defer { give() }
        return try await work()
    }

    private func take() async throws {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                if let answer = enter(ticket, turn) { turn.resume(with: answer) }
            }
        } onCancel: {
            leave(ticket)?.resume(throwing: CancellationError())
        }
        // A place that was got just when nobody wanted it any more goes back with the work's end.
        state.withLock { _ = $0.gone.remove(ticket) }
    }

    /// Nil if its turn comes later.
    private func enter(_ ticket: Int, _ turn: Turn) -> Result<Void, any Error>? {
        state.withLock { state in
            if state.gone.remove(ticket) != nil { return .failure(CancellationError()) }
            guard state.free == 0 else {
                state.free -= 1
                return .success(())
            }
            state.waiting.append((ticket, turn))
            return nil
        }
    }

    private func leave(_ ticket: Int) -> Turn? {
        state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.gone.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: index).turn
        }
    }

    private func give() {
        let next = state.withLock { state -> Turn? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().turn
        }
        next?.resume()
    }
}
