internal import Domain
internal import Platform

/// What a script's steps have come to, as far as its success depends on them.
struct ScriptProgress {
    /// How many failed steps are told apart; with more of them the run has failed whatever they become.
    static let limit = 10_000

    private var failed: Set<String> = []
    /// Those that went well, of so many at most.
    private var succeeded: Set<String> = []
    private var hasTooMany = false
    private(set) var lastFailure: StepUpdate?

    mutating func take(_ update: StepUpdate) {
        note(success: update)
        guard update.state == .failure else {
            failed.remove(update.name)
            if lastFailure?.name == update.name { lastFailure = nil }
            return
        }
        lastFailure = update
        hasTooMany = hasTooMany || failed.count >= Self.limit
        if !hasTooMany { failed.insert(update.name) }
    }

    private mutating func note(success update: StepUpdate) {
        if update.state != .success {
            succeeded.remove(update.name)
        } else if succeeded.count < Self.limit {
            succeeded.insert(update.name)
        }
    }

    /// The state in which a step is: running, where nothing else is known.
    func state(of name: String) -> Step.State {
        if failed.contains(name) || lastFailure?.name == name { return .failure }
        return succeeded.contains(name) ? .success : .running
    }

    private var hasFailure: Bool { hasTooMany || !failed.isEmpty }

    /// How a run ends whose script has ended by itself, with `lastWords` on stderr.
    func verdict(_ status: ExitStatus, lastWords: String?) -> Verdict {
        guard status != .exited(0) else {
            return hasFailure ? .failed(failureText ?? "a step failed") : .succeeded
        }
        return .failed(failureText ?? Verdict.text(of: status, lastWords: lastWords))
    }

    private var failureText: String? {
        guard let lastFailure else { return failed.first.map { "step \"\($0)\" failed" } }
        let message = lastFailure.message.map { ": " + Excerpt.line($0) } ?? ""
        return "step \"\(lastFailure.name)\" failed" + message
    }
}
