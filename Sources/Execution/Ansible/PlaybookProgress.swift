internal import Domain
internal import Platform

/// What a playbook has come to, as far as its success depends on it.
struct PlaybookProgress {
    private var hasStarted = false
    private var statistics: [String: HostStatistics]?
    /// Whether the next line of statistics goes on with the one before.
    private var isContinued = false
    private var lastFailure: AnsibleEvent.Result?
    private var playsBegun = 0
    private var playsWithoutHosts = 0
    /// The names of those, of the first ones.
    private var namesWithoutHosts: [String] = []

    mutating func take(_ event: AnsibleEvent) {
        switch event {
        case .playbookStart: hasStarted = true
        case .result(let result): if result.state == .failure { lastFailure = result }
        case .stats(let hosts, let more):
            statistics = isContinued ? (statistics ?? [:]).merging(hosts) { $1 } : hosts
            isContinued = more
        case .playStart: playsBegun += 1
        case .noHostsMatched(let play):
            playsWithoutHosts += 1
            if namesWithoutHosts.count < 10 { namesWithoutHosts.append(play ?? "?") }
        case .plan, .taskStart, .hostStart, .retry, .pluginError: break
        }
    }

    /// How a run ends whose `ansible-playbook` has ended by itself.
    ///
    /// The exit status alone is not enough: it is 0 also when no host matched and when the inventory is missing.
    func verdict(_ status: ExitStatus, lastWords: String?) -> Verdict {
        guard status == .exited(0) else {
            return .failed(failureText ?? "ansible-playbook: " + Verdict.text(of: status, lastWords: lastWords))
        }
        guard hasStarted else { return .failed("ansible-playbook ended well, but no playbook was seen to start") }
        guard let statistics else { return .failed("ansible-playbook ended well, but without statistics") }
        guard !statistics.isEmpty else { return .failed(nothingText) }
        let bad = statistics.filter { !$0.value.isGood }.keys.sorted()
        guard bad.isEmpty else { return .failed(failureText ?? "failed on \(bad.prefix(10).joined(separator: ", "))") }
        return .succeeded
    }

    private var failureText: String? {
        guard let lastFailure else { return nil }
        let message = lastFailure.text.map { ": " + Excerpt.line($0) } ?? ""
        return "task \"\(lastFailure.name)\" failed on \(lastFailure.host)\(message)"
    }

    /// Why nothing ran on any host: Ansible's statistics are empty for each of these reasons.
    private var nothingText: String {
        if playsBegun > playsWithoutHosts { return noTaskText }
        return playsWithoutHosts > 0 ? noHostText : "the playbook has no play: nothing was deployed"
    }

    private var noTaskText: String {
        "no task ran, although hosts matched: nothing was deployed; look at tags and skip_tags, and whether the plays have "
            + "tasks other than meta"
    }

    private var noHostText: String {
        let plays = namesWithoutHosts.map { "\"\($0)\"" }.joined(separator: ", ")
        return
            "no host matched (play \(plays)): nothing was deployed; look at the inventory, the play's hosts and the limit"
    }
}
