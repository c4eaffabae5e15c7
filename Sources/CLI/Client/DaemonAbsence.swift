/// Lets a command that waits outlast a daemon that goes and comes back, as one does that is upgraded.
///
/// One that has never answered is not waited for.
struct DaemonAbsence {
    /// How long a daemon may be away.
    static let patience = Duration.seconds(60)
    /// How long to wait before it is asked again.
    private static let pause = Duration.milliseconds(500)

    private let console: any Console
    private let clock = ContinuousClock()
    private var hasAnswered = false
    private var since: ContinuousClock.Instant?

    init(_ console: any Console) {
        self.console = console
    }

    /// What the daemon answers; nil, after a moment, if it does not answer now.
    ///
    /// - Throws: ``CommandFailure`` if it has never answered, or not for too long.
    mutating func outlast<Answer>(_ ask: () async throws -> Answer) async throws -> Answer? {
        do {
            let answer = try await ask()
            (hasAnswered, since) = (true, nil)
            return answer
        } catch let failure as CommandFailure where failure.code == .noDaemon && hasAnswered {
            if since == nil { console.say("the daemon does not answer; waiting for it to come back") }
            let began = since ?? clock.now
            since = began
            guard clock.now - began < Self.patience else { throw failure }
            try await Task.sleep(for: Self.pause)
            return nil
        }
    }
}
