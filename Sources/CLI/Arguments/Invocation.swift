/// A command line that has been understood.
struct Invocation: Equatable, Sendable {
    let command: String
    /// The last value of each option that takes one, by the option's long name.
    var values: [String: String] = [:]
    /// The options without a value that were given, by their long names.
    var flags: Set<String> = []
    var operands: [String] = []

    func value(_ option: OptionSyntax) -> String? { values[option.name] }

    func has(_ option: OptionSyntax) -> Bool { flags.contains(option.name) }

    /// Whether the answer is wanted as JSON.
    var wantsJSON: Bool { value(GlobalOptions.output) == "json" }

    /// The value of an option that takes a number.
    ///
    /// - Throws: ``UsageError`` unless it is a whole number within `range`.
    func integer(_ option: OptionSyntax, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "--\(option.name) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"",
                command: command
            )
        }
        return number
    }
}

/// What a command line asks for.
enum ParsedArguments: Equatable, Sendable {
    /// The help of the program, of one command, or of a group of commands.
    case help(command: String?)
    case version
    case run(Invocation)
}

/// A command line that cannot be understood.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let message: String
    /// The command whose help may clear it up, if one was named.
    let command: String?

    init(_ message: String, command: String? = nil) {
        self.message = message
        self.command = command
    }

    var description: String {
        "\(message)\nTry 'reconciler \(command.map { "\($0) " } ?? "")--help'."
    }
}
