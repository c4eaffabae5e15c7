internal import Domain

/// What would be deployed, and why.
struct PlanText {
    let paint: Paint

    func text(_ plan: JSONValue) -> String {
        let items = plan["items"]?.array ?? []
        let changes = items.filter(PlanItemWords.isChange)
        let rest = items.count - changes.count
        let unchanged = rest == 0 ? "" : " \(PlanItemWords.count(rest, "service")) in sync."
        return table(changes) + summary(changes) + unchanged + "\n" + hold(plan)
            + ProblemText.section(plan["problems"]?.array ?? [])
    }

    /// Why nothing of the plan happens by itself.
    private func hold(_ plan: JSONValue) -> String {
        guard let held = plan["held"], let message = held.line("message") else { return "" }
        let accept = held.line("revision").map { "; accept it with: reconciler sync --accept \($0)" } ?? ""
        return paint("Held", .red) + " (\(held.line("reason") ?? "")): \(message)\(accept)\n"
    }

    private func table(_ items: [JSONValue]) -> String {
        guard !items.isEmpty else { return "" }
        var table = TextTable("", "SERVICE", "DEPLOYED", "DESIRED", "DECISION")
        for item in items {
            let sign = PlanItemWords.sign(item)
            table.add(
                .init(sign, PlanItemWords.colour(sign)),
                .init(item.line("service")),
                .init(item.line("deployed_version")),
                .init(item.line("desired_version")),
                .init(item.line("message") ?? item.line("reason"))
            )
        }
        return table.text(paint) + "\n"
    }

    private func summary(_ changes: [JSONValue]) -> String {
        guard !changes.isEmpty else { return "Nothing to do." }
        let deployed = changes.count { $0.line("decision") == "deploy" }
        let removed = changes.count { $0.lines("drift").contains("removed") }
        let waiting = changes.count - deployed - removed
        let parts = [(deployed, "to deploy"), (waiting, "waiting or held"), (removed, "removed")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "."
    }
}

/// What the two forms of a plan have in common.
enum PlanItemWords {
    /// Whether something differs for the service.
    static func isChange(_ item: JSONValue) -> Bool {
        item.line("decision") == "deploy" || !item.lines("drift").isEmpty
    }

    /// `+` for a new service, `~` for a changed one, `-` for one that leaves, `!` for one that cannot go on.
    static func sign(_ item: JSONValue) -> String {
        let drift = item.lines("drift")
        if drift.contains("removed") { return "-" }
        if item.line("decision") == "hold" { return "!" }
        return drift.contains("not_deployed") ? "+" : "~"
    }

    static func colour(_ sign: String) -> Paint.Colour? {
        switch sign {
        case "+": .green
        case "~": .yellow
        default: .red
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
