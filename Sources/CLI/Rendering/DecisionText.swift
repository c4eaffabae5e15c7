internal import Domain

/// What was decided for a service, in sentences.
struct DecisionText {
    let paint: Paint
    let now: Instant
    /// Of the terminal; nil where lines may have any length.
    var width: Int?

    func list(_ decisions: [JSONValue]) -> String {
        var table = TextTable("WHEN", "AGE", "REVISION", "DECISION", overflow: .wrapped)
        for decision in decisions {
            let word = decision.line("decision")
            table.add(
                .init(TimeText.moment(decision.line("time"))),
                .init(TimeText.age(decision.line("time"), now: now)),
                .init(Words.short(decision.line("revision"))),
                .init(sentence(decision), Words.colour(decision: word))
            )
        }
        return table.isEmpty ? "Nothing has been decided yet.\n" : table.text(paint, width: width)
    }

    private func sentence(_ decision: JSONValue) -> String? {
        guard let message = decision.line("message") else { return decision.line("reason") }
        guard decision.line("decision") == "deploy", let id = decision.line("deployment_id") else { return message }
        return "\(message): deployment \(id)"
    }
}
