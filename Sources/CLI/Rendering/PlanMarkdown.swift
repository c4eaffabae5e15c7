internal import Domain

/// The plan as a comment on a pull request has it.
enum PlanMarkdown {
    static func text(_ plan: JSONValue, now: Instant) -> String {
        let changes = (plan["items"]?.array ?? []).filter(PlanItemWords.isChange)
        let revision = plan.line("revision").map { " of `\($0)`" } ?? ""
        let head = PlanHead.lines(plan, now: now).map { escape($0) + "\n\n" }.joined()
        let items = changes.isEmpty ? PlanItemWords.nothing(plan) + "\n" : table(changes)
        return "### Plan\(revision)\n\n" + head + hold(plan) + items + unknown(plan)
            + problems(plan["problems"]?.array ?? [])
    }

    private static func unknown(_ plan: JSONValue) -> String {
        let lines = PlanItemWords.unknown(plan).map { "- \(escape(PlanItemWords.sentence(unknown: $0)))\n" }
        return lines.isEmpty ? "" : "\n#### Unknown\n\n" + lines.joined()
    }

    /// Why nothing of the plan happens by itself.
    private static func hold(_ plan: JSONValue) -> String {
        guard let held = plan["held"], let message = held.line("message") else { return "" }
        return "**Held** (\(escape(held.line("reason")))): \(escape(message))\n\n"
    }

    private static func table(_ items: [JSONValue]) -> String {
        let header = "| | Service | Deployed | Desired | Decision |\n|---|---|---|---|---|\n"
        return header
            + items.map { item in
                let cells = [
                    "`\(PlanItemWords.sign(item))`",
                    code(item.line("service")),
                    code(item.line("deployed_version")),
                    code(item.line("desired_version")),
                    escape(item.line("message") ?? item.line("reason")),
                ]
                return "| \(cells.joined(separator: " | ")) |\n"
            }.joined()
    }

    private static func problems(_ problems: [JSONValue]) -> String {
        guard !problems.isEmpty else { return "" }
        return "\n#### Problems\n\n" + problems.map { "- \(code(ProblemText.line($0)))\n" }.joined()
    }

    /// The text as it is, in the type of code; a backtick would end that.
    private static func code(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "–" }
        return "`\(text.replacing("`", with: "'").replacing("|", with: "\\|"))`"
    }

    /// The text with nothing in it that Markdown or HTML would take for its own.
    private static func escape(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "–" }
        return text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
    }
}
