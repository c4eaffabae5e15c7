internal import Domain

/// What was decided for a service, in sentences.
struct DecisionText {
    let paint: Paint
    let now: Instant
    /// Of the terminal; nil where lines may have any length.
    var width: Int?

    func list(_ decisions: [JSONValue]) -> String {
        var table = TextTable("WHEN", "AGE", "REVISION", "COMMIT", "DECISION", overflow: .wrapped)
        for (index, decision) in decisions.enumerated() {
            let isNews = index == 0 || Self.commit(decision) != Self.commit(decisions[index - 1])
            let word = decision.line("decision")
            table.add(
                .init(TimeText.moment(decision.line("time"))),
                .init(TimeText.age(decision.line("time"), now: now)),
                .init(Words.short(decision.line("revision"))),
                .init(Words.short(Self.commit(decision))),
                .init(sentence(decision, withCommit: isNews), Words.colour(decision: word))
            )
        }
        return table.isEmpty ? "Nothing has been decided yet.\n" : table.text(paint, width: width)
    }

    private static func commit(_ decision: JSONValue) -> String? { decision.line("commit", "revision") }

    /// The decision, the run that failed before it, and the commit that led to it.
    private func sentence(_ decision: JSONValue, withCommit isNews: Bool) -> String? {
        guard let message = decision.line("message") else { return decision.line("reason") }
        let commit = isNews ? decision["commit"].flatMap(Self.words(commit:)) : nil
        return [message + opened(by: decision), decision["failure"].flatMap(Self.words(failure:)), commit]
            .compactMap(\.self).joined(separator: "; ")
    }

    private func opened(by decision: JSONValue) -> String {
        guard decision.line("decision") == "deploy", let id = decision.line("deployment_id") else { return "" }
        return ": deployment \(id)"
    }

    /// What failed, on which host, and what it said.
    private static func words(failure: JSONValue) -> String? {
        guard let id = failure.line("deployment_id") else { return nil }
        let host = failure.line("host").map { " on \($0)" } ?? ""
        let step = failure.line("step").map { " in '\($0)'\(host)" } ?? ""
        let state = Words.plain(failure.line("state")) ?? "failed"
        let message = failure.line("message").map { ": \($0)" } ?? ""
        return "deployment \(id) \(state)\(step)\(message) (`reconciler logs \(id)` has its output)"
    }

    private static func words(commit: JSONValue) -> String? {
        guard let revision = commit.line("revision") else { return nil }
        let author = commit.line("author").map { " of \($0)" } ?? ""
        return "commit \(Words.short(revision) ?? revision)\(author): \(commit.line("subject") ?? "")"
    }
}
