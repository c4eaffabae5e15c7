/// The help, as a person likes to read it: at most 80 columns wide.
enum HelpText {
    private static let width = 80

    /// What the program is and which commands it has.
    static func program(_ commands: [CommandSyntax]) -> String {
        let list = columns(commands.map { ($0.name, $0.summary) })
        let options = columns(GlobalOptions.all.map { (names($0), $0.help) })
        return """
            Usage: reconciler [OPTION]... COMMAND [ARGUMENT]...

            Follows a Git repository of service definitions, and deploys what a commit
            changes with Ansible or with deploy scripts.

            Commands:
            \(list)

            Options of every command:
            \(options)

            'reconciler COMMAND --help' says more about each of them.

            Exit status: 0 done, 1 failed, 2 wrong usage, 3 timed out, 4 no daemon reachable.

            """
    }

    /// The commands of a group.
    static func group(_ name: String, _ commands: [CommandSyntax]) -> String {
        let sections = [
            "Usage: reconciler \(name) COMMAND [ARGUMENT]...",
            section("Commands:", columns(commands.filter { $0.group == name }.map { ($0.name, $0.summary) })),
            section("Options of every command:", columns(GlobalOptions.all.map { (names($0), $0.help) })),
            "'reconciler \(name) COMMAND --help' says more about each of them.",
        ]
        return sections.joined(separator: "\n\n") + "\n"
    }

    static func command(_ command: CommandSyntax) -> String {
        let sections = [
            synopsis(command),
            command.details.map { wrap($0, indent: 0) }.joined(separator: "\n\n"),
            section("Options:", columns(command.options.map { (names($0), $0.help) })),
            section("Options of every command:", columns(GlobalOptions.all.map { (names($0), $0.help) })),
            section("Examples:", examples(command)),
            section("Exit status:", exitCodes(command)),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func synopsis(_ command: CommandSyntax) -> String {
        let options = command.options.isEmpty ? "" : " [OPTION]..."
        return "Usage: reconciler \(command.name)\(options)\(command.operand.map { " \($0.synopsis)" } ?? "")"
    }

    private static func section(_ title: String, _ body: String) -> String {
        body.isEmpty ? "" : "\(title)\n\(body)"
    }

    private static func examples(_ command: CommandSyntax) -> String {
        command.examples.map { "  \($0.line)\n\(wrap($0.meaning, indent: 6))" }.joined(separator: "\n")
    }

    private static func exitCodes(_ command: CommandSyntax) -> String {
        columns(command.exitCodes.map { ("\($0.code)", $0.meaning) })
    }

    /// `-o, --output FORMAT`.
    private static func names(_ option: OptionSyntax) -> String {
        let short = option.short.map { "-\($0), " } ?? ""
        return "\(short)--\(option.name)\(option.value.map { " \($0)" } ?? "")"
    }

    /// Terms and their meanings side by side; a long term has a line of its own.
    private static func columns(_ rows: [(term: String, meaning: String)]) -> String {
        let column = min(rows.map(\.term.count).max() ?? 0, 22) + 4
        return rows.map { row in
            let meaning = wrap(row.meaning, indent: column)
            guard row.term.count + 4 <= column else { return "  \(row.term)\n\(meaning)" }
            let gap = String(repeating: " ", count: column - row.term.count - 2)
            return "  \(row.term)\(gap)\(meaning.dropFirst(column))"
        }.joined(separator: "\n")
    }

    /// The text broken between words, each line `indent` columns in.
    private static func wrap(_ text: String, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        lines.append(line)
        return lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
    }
}
