internal import Synchronization

/// One answer on its way to the task that waits for it: the first that is given counts, whether it comes before the task
/// waits or after.
final class AwaitedAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case given(Result<Value, any Error>)
        case over
    }

    private let state = Mutex(State.open)

    /// Whether nobody has given one yet.
    var isWanted: Bool {
        state.withLock { state in
            switch state {
            case .open, .awaited: true
            case .given, .over: false
            }
        }
    }

    /// The task's place; it goes on at once if the answer was given already.
    func isAwaited(by continuation: CheckedContinuation<Value, any Error>) {
        let given = state.withLock { state -> Result<Value, any Error>? in
            guard case .given(let answer) = state else {
                state = .awaited(continuation)
                return nil
            }
            state = .over
            return answer
        }
        if let given { continuation.resume(with: given) }
    }

    /// Gives the answer, if it is the first.
    func give(_ answer: Result<Value, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .open:
                state = .given(answer)
                return nil
            case .awaited(let continuation):
                state = .over
                return continuation
            case .given, .over: return nil
            }
        }
        waiting?.resume(with: answer)
    }
}
