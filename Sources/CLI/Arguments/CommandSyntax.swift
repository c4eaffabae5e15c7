/// What one command takes on its line and what its help says; everything about it that is text.
struct CommandSyntax: Sendable {
    /// One word, or two for one of a group of commands.
    let name: String
    /// One line for the list of commands, without a full stop.
    let summary: String
    /// Paragraphs; each is wrapped when it is shown.
    let details: [String]
    var operand: OperandSyntax?
    var options: [OptionSyntax] = []
    var examples: [Example] = []
    var exitCodes: [ExitCodeMeaning] = []

    /// The first word of two; nil for a command of one.
    var group: String? {
        let words = name.split(separator: " ")
        return words.count == 2 ? words.first.map(String.init) : nil
    }

    struct Example: Sendable {
        let line: String
        let meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    struct ExitCodeMeaning: Sendable {
        let code: Int32
        let meaning: String

        init(_ code: ExitCode, _ meaning: String) {
            self.code = code.rawValue
            self.meaning = meaning
        }
    }
}

/// What stands on a command's line without an option before it.
struct OperandSyntax: Sendable {
    enum Count: Sendable {
        case one
        case optional
        case many
    }

    let name: String
    let count: Count

    /// As the synopsis writes it.
    var synopsis: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .many: "[\(name)]..."
        }
    }

    /// Whether so many operands are allowed.
    func allows(_ number: Int) -> Bool {
        switch count {
        case .one: number == 1
        case .optional: number <= 1
        case .many: true
        }
    }
}

/// One option: `--name`, and maybe `-n` and a value.
struct OptionSyntax: Sendable {
    let name: String
    var short: Character?
    /// What stands for the value in the help; nil for an option without one.
    var value: String?
    /// The values that are allowed, where they can be listed.
    var choices: [String] = []
    let help: String
}
