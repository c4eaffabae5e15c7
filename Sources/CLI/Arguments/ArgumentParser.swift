internal import Domain

/// Reads a command line by the rules of GNU programs: `--name value`, `--name=value`, `-n value`, `-nvalue`, short
/// options together, options before and after operands, `--` before what is no option.
struct ArgumentParser {
    private let commands: [CommandSyntax]
    private let laterCommands: Set<String>
    private var rest: ArraySlice<String>
    private var command: CommandSyntax?
    /// The first word of a command of two, until the second comes.
    private var group: String?
    private var invocation = Invocation(command: "")
    private var optionsEnded = false

    /// Reads `arguments`, the line without the program's name; `later` are commands that are not supported yet.
    static func parse(
        _ arguments: [String],
        commands: [CommandSyntax],
        later: Set<String> = []
    ) throws(UsageError) -> ParsedArguments {
        var parser = ArgumentParser(commands: commands, laterCommands: later, rest: arguments[...])
        return try parser.parse()
    }

    private init(commands: [CommandSyntax], laterCommands: Set<String>, rest: ArraySlice<String>) {
        self.commands = commands
        self.laterCommands = laterCommands
        self.rest = rest
    }

    private mutating func parse() throws(UsageError) -> ParsedArguments {
        while let argument = rest.popFirst() {
            if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
                if command == nil, argument == "help" { return try helpOfNext() }
                try takeWord(argument)
            } else if argument == "--" {
                optionsEnded = true
            } else if argument.hasPrefix("--") {
                if let answer = try takeLong(argument.dropFirst(2)) { return answer }
            } else {
                if let answer = try takeShorts(argument.dropFirst()) { return answer }
            }
        }
        guard let command else {
            guard let group else { return .help(command: nil) }
            throw UsageError("'\(group)' needs one of \(members(of: group).joined(separator: ", "))", command: group)
        }
        try check(command)
        return .run(invocation)
    }

    private mutating func helpOfNext() throws(UsageError) -> ParsedArguments {
        guard let name = rest.popFirst() else { return .help(command: nil) }
        guard isGroup(name) else { return .help(command: try syntax(of: name).name) }
        guard let member = rest.popFirst() else { return .help(command: name) }
        return .help(command: try syntax(of: "\(name) \(member)").name)
    }

    /// A word that is no option: the command's name, then its operands.
    private mutating func takeWord(_ word: String) throws(UsageError) {
        guard command == nil else { return invocation.operands.append(word) }
        if group == nil, isGroup(word) { return group = word }
        let found = try syntax(of: group.map { "\($0) \(word)" } ?? word)
        command = found
        invocation = Invocation(command: found.name, values: invocation.values, flags: invocation.flags)
    }

    private func syntax(of name: String) throws(UsageError) -> CommandSyntax {
        if let found = commands.first(where: { $0.name == name }) { return found }
        guard !laterCommands.contains(name) else { throw UsageError("the command '\(name)' is not supported yet") }
        let hint = NearestWord.hint(name, among: commands.map(\.name))
        throw UsageError("there is no command '\(SafeText.line(name))'\(hint)", command: group)
    }

    private func isGroup(_ word: String) -> Bool { commands.contains { $0.group == word } }

    /// The second words of the commands whose first is `group`.
    private func members(of group: String) -> [String] {
        commands.filter { $0.group == group }.map { String($0.name.dropFirst(group.count + 1)) }
    }

    /// - Returns: An answer if the option is one that ends the line's work.
    private mutating func takeLong(_ text: Substring) throws(UsageError) -> ParsedArguments? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard let option = options.first(where: { $0.name == name }) else {
            throw failure("unknown option --\(SafeText.line(name))\(optionHint(name))")
        }
        let value = parts.count == 2 ? String(parts[1]) : nil
        return try take(option, as: "--\(name)", value: value)
    }

    private mutating func takeShorts(_ letters: Substring) throws(UsageError) -> ParsedArguments? {
        var letters = letters
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                throw failure("unknown option -\(SafeText.line(String(letter)))")
            }
            let takesValue = option.value != nil
            let value = takesValue && !letters.isEmpty ? String(letters) : nil
            if let answer = try take(option, as: "-\(letter)", value: value) { return answer }
            if takesValue { return nil }
        }
        return nil
    }

    private mutating func take(
        _ option: OptionSyntax,
        as written: String,
        value: String?
    ) throws(UsageError) -> ParsedArguments? {
        guard let placeholder = option.value else {
            guard value == nil else { throw failure("\(written) takes no value") }
            invocation.flags.insert(option.name)
            return answer(to: option)
        }
        guard let value = value ?? rest.popFirst() else { throw failure("\(written) needs a value: \(placeholder)") }
        guard option.choices.isEmpty || option.choices.contains(value) else {
            let choices = option.choices.joined(separator: ", ")
            let hint = NearestWord.hint(value, among: option.choices)
            throw failure("\(written) takes one of \(choices), not \"\(SafeText.line(value))\"\(hint)")
        }
        invocation.values[option.name] = value
        return nil
    }

    private func answer(to option: OptionSyntax) -> ParsedArguments? {
        switch option.name {
        case GlobalOptions.help.name: .help(command: command?.name ?? group)
        case GlobalOptions.version.name: .version
        default: nil
        }
    }

    private func check(_ command: CommandSyntax) throws(UsageError) {
        let count = invocation.operands.count
        guard let operand = command.operand else {
            guard let first = invocation.operands.first else { return }
            throw failure("'\(command.name)' takes no argument, but \"\(SafeText.line(first))\" was given")
        }
        guard !operand.allows(count) else { return }
        throw failure(
            count == 0 ? "\(operand.name) is missing" : "'\(command.name)' takes one \(operand.name), not \(count)"
        )
    }

    /// The options that are known at this place of the line.
    private var options: [OptionSyntax] { (command?.options ?? []) + GlobalOptions.all }

    /// Which option was probably meant, with its dashes.
    private func optionHint(_ name: String) -> String {
        NearestWord.find(name, among: options.map(\.name)).map { ": did you mean --\($0)?" } ?? ""
    }

    private func failure(_ message: String) -> UsageError { UsageError(message, command: command?.name ?? group) }
}
