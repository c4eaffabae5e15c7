internal import Synchronization

/// Lets a command that waits outlast a daemon that goes and comes back, as one does that is upgraded.
///
/// One that has never answered is not waited for.
final class DaemonAbsence: Sendable {
    /// How long a daemon may be away.
    static let patience = Duration.seconds(60)
    /// How long to wait before it is asked again.
    private static let pause = Duration.milliseconds(500)

    private let console: any Console
    private let clock = ContinuousClock()
    private let state = Mutex(State())

    private struct State {
        var hasAnswered = false
        var since: ContinuousClock.Instant?
        var hasSaid = false
    }

    init(_ console: any Console) {
        self.console = console
    }

    /// The daemon is there: an answer has come, or begun to come.
    func noteAnswer() {
        state.withLock { $0 = State(hasAnswered: true) }
    }

    /// What the daemon answers; nil, after a moment, if it does not answer now.
    ///
    /// - Throws: ``CommandFailure`` if it has never answered, or not for too long.
    func outlast<Answer>(_ ask: () async throws -> Answer) async throws -> Answer? {
        do {
            let answer = try await ask()
            noteAnswer()
            return answer
        } catch let failure as CommandFailure where failure.code == .noDaemon {
            let now = clock.now
            let before = state.withLock { state in
                defer {
                    state.hasSaid = state.since != nil
                    state.since = state.since ?? now
                }
                return state
            }
            guard before.hasAnswered, now - (before.since ?? now) < Self.patience else { throw failure }
            // One that has only read its configuration anew is there at once.
            if before.since != nil, !before.hasSaid {
                console.say("the daemon does not answer; waiting for it to come back")
            }
            try await Task.sleep(for: Self.pause)
            return nil
        }
    }
}
