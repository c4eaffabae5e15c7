internal import Domain
internal import Platform

/// What a script's steps have come to, as far as its success depends on them.
struct ScriptProgress {
    /// How many failed steps are told apart; with more of them the run has failed whatever they become.
    static let limit = 10_000

    private var failed: Set<String> = []
    private var hasTooMany = false
    private(set) var lastFailure: StepUpdate?

    mutating func take(_ update: StepUpdate) {
        guard update.state == .failure else {
            failed.remove(update.name)
            if lastFailure?.name == update.name { lastFailure = nil }
            return
        }
        lastFailure = update
        hasTooMany = hasTooMany || failed.count >= Self.limit
        if !hasTooMany { failed.insert(update.name) }
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
