import Testing

@testable import CLI

@Suite("A command line")
struct ArgumentParserTests {
    private static let commands = [
        CommandSyntax(
            name: "sync",
            summary: "",
            details: [],
            operand: OperandSyntax(name: "SERVICE", count: .many),
            options: [
                GlobalOptions.output, OptionSyntax(name: "force", short: "f", help: ""),
                OptionSyntax(name: "wait", short: "w", help: ""),
            ]
        ),
        CommandSyntax(name: "show", summary: "", details: [], operand: OperandSyntax(name: "ID", count: .one)),
        CommandSyntax(name: "status", summary: "", details: []),
        CommandSyntax(name: "key list", summary: "", details: [], options: [GlobalOptions.output]),
        CommandSyntax(name: "key drop", summary: "", details: [], operand: OperandSyntax(name: "ID", count: .one)),
    ]

    private func parse(_ line: String) throws -> ParsedArguments {
        try ArgumentParser.parse(
            line.split(separator: " ").map(String.init),
            commands: Self.commands,
            later: ["token"]
        )
    }

    @Test(
        "names a command by two words, with options before, between and after them",
        arguments: ["--state-dir /s key drop 7", "key --state-dir /s drop 7", "key drop --state-dir=/s 7"]
    )
    func groups(line: String) throws {
        #expect(try parse(line) == invocation("key drop", ["7"], values: ["state-dir": "/s"]))
    }

    @Test(
        "asks for the help of a group, or of one of its commands",
        arguments: [
            ("key --help", "key"), ("key -h drop", "key"), ("help key", "key"), ("key drop --help", "key drop"),
            ("help key drop", "key drop"),
        ]
    )
    func groupHelp(line: String, command: String) throws {
        #expect(try parse(line) == .help(command: command))
    }

    @Test(
        "is not understood with half a name",
        arguments: [
            ("key", "'key' needs one of list, drop"),
            ("key dorp", "there is no command 'key dorp'; did you mean 'key drop'?"),
            ("key -o json list", "unknown option -o"), ("drop", "there is no command 'drop'"),
            ("key list 7", "'key list' takes no argument, but \"7\" was given"),
        ]
    )
    func halfNames(line: String, message: String) {
        let error = #expect(throws: UsageError.self) { try parse(line) }
        #expect(error?.message.hasPrefix(message.prefix(24)) == true, "\(error?.message ?? "")")
    }

    private func invocation(
        _ command: String,
        _ operands: [String] = [],
        values: [String: String] = [:],
        flags: Set<String> = []
    ) -> ParsedArguments {
        .run(Invocation(command: command, values: values, flags: flags, operands: operands))
    }

    @Test(
        "is understood with long options, with and without a sign of equality, and with short ones",
        arguments: ["sync web --output json", "sync --output=json web", "sync -o json web", "sync web -ojson"]
    )
    func values(line: String) throws {
        #expect(try parse(line) == invocation("sync", ["web"], values: ["output": "json"]))
    }

    @Test(
        "is understood with options before and after the command",
        arguments: [
            "--state-dir /s sync web", "sync --state-dir /s web", "sync web --state-dir=/s",
        ]
    )
    func globals(line: String) throws {
        #expect(try parse(line) == invocation("sync", ["web"], values: ["state-dir": "/s"]))
    }

    @Test("is understood with short options together, a value last")
    func bundle() throws {
        let expected = invocation("sync", values: ["output": "json"], flags: ["force", "wait"])
        #expect(try parse("sync -fwo json") == expected)
    }

    @Test("takes what follows two dashes as it is")
    func dashes() throws {
        #expect(try parse("sync -f -- -w --help") == invocation("sync", ["-w", "--help"], flags: ["force"]))
        #expect(try parse("sync -") == invocation("sync", ["-"]))
    }

    @Test("lets the last of several values count")
    func last() throws {
        #expect(try parse("sync -o text --output json") == invocation("sync", values: ["output": "json"]))
    }

    @Test(
        "asks for help",
        arguments: [
            ("", nil), ("--help", nil), ("help", nil), ("-h sync", nil), ("sync --help", "sync"),
            ("help sync", "sync"), ("sync web -f -h", "sync"), ("show --help", "show"),
        ]
    )
    func help(line: String, command: String?) throws {
        #expect(try parse(line) == .help(command: command))
    }

    @Test("asks for the version")
    func version() throws {
        #expect(try parse("--version") == .version)
        #expect(try parse("sync --version") == .version)
    }

    @Test(
        "is refused with what to do",
        arguments: [
            ("sycn", "there is no command 'sycn' (did you mean \"sync\"?)"),
            ("nonsense", "there is no command 'nonsense'"),
            ("token create", "the command 'token' is not supported yet"),
            ("sync --forec", "unknown option --forec: did you mean --force?"),
            ("--force sync", "unknown option --force"),
            ("sync -x", "unknown option -x"),
            ("sync --force=yes", "--force takes no value"),
            ("sync --output", "--output needs a value: FORMAT"),
            ("sync -o yaml", "-o takes one of text, json, not \"yaml\""),
            ("sync -o jsn", "-o takes one of text, json, not \"jsn\" (did you mean \"json\"?)"),
            ("show", "ID is missing"),
            ("show 1 2", "'show' takes one ID, not 2"),
            ("status web", "'status' takes no argument, but \"web\" was given"),
        ]
    )
    func refusals(line: String, message: String) {
        let error = #expect(throws: UsageError.self) { try parse(line) }
        #expect(error?.message == message)
        #expect(error?.description.contains("--help") == true)
    }

    @Test("of numbers is checked for its range")
    func numbers() throws {
        let option = OptionSyntax(name: "limit", value: "N", help: "")
        let line = Invocation(command: "history", values: ["limit": "7"])
        #expect(try line.integer(option, in: 1...10) == 7)
        #expect(throws: UsageError.self) { try line.integer(option, in: 1...5) }
        #expect(try Invocation(command: "history").integer(option, in: 1...5) == nil)
    }
}
