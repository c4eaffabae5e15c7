internal import Domain

/// What would be deployed, and why.
struct PlanText {
    let paint: Paint
    let now: Instant

    func text(_ plan: JSONValue) -> String {
        let items = plan["items"]?.array ?? []
        let changes = items.filter(PlanItemWords.isChange)
        let head = PlanHead.lines(plan, now: now).map { $0 + "\n" }.joined()
        let body = table(changes) + summary(changes, plan) + unchanged(items, plan) + "\n"
        return head + (head.isEmpty ? "" : "\n") + body + hold(plan) + unknown(plan)
            + ProblemText.section(plan["problems"]?.array ?? [])
    }

    private func unchanged(_ items: [JSONValue], _ plan: JSONValue) -> String {
        let unknown = Set(PlanItemWords.unknown(plan).compactMap { $0.line("name") })
        let rest = items.count { !PlanItemWords.isChange($0) && !unknown.contains($0.line("service") ?? "") }
        return rest == 0 ? "" : " \(PlanItemWords.count(rest, "service")) in sync."
    }

    /// What nobody can say, and why.
    private func unknown(_ plan: JSONValue) -> String {
        let lines = PlanItemWords.unknown(plan).map { "  \(PlanItemWords.sentence(unknown: $0))\n" }
        return lines.isEmpty ? "" : "\n" + paint("Unknown", .red) + ":\n" + lines.joined()
    }

    /// Why nothing of the plan happens by itself.
    private func hold(_ plan: JSONValue) -> String {
        // Of the present state the head says it, of each source.
        guard plan.line("revision") != nil, let held = plan["held"], let message = held.line("message") else {
            return ""
        }
        return paint("Held", .red)
            + " (\(held.line("reason") ?? "")): \(message); accept it with: \(HeldText.command(held))\n"
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

    private func summary(_ changes: [JSONValue], _ plan: JSONValue) -> String {
        guard !changes.isEmpty else { return PlanItemWords.nothing(plan) }
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

    /// What to say where nothing differs.
    static func nothing(_ plan: JSONValue) -> String {
        unknown(plan).isEmpty ? "Nothing to do." : "Nothing to do, as far as is known."
    }

    /// Of what nobody can say what would be done.
    static func unknown(_ plan: JSONValue) -> [JSONValue] { plan["unknown"]?.array ?? [] }

    static func sentence(unknown: JSONValue) -> String {
        "\(unknown.line("kind") ?? "") \(unknown.line("name") ?? "?"): \(unknown.line("message") ?? "?")"
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
