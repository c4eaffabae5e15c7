extension Command {
    /// `reconciler logs DEPLOYMENT`.
    static let logs = Command(syntax: LogsCommand.syntax) { invocation, surroundings in
        try await LogsCommand.run(invocation, surroundings)
    }
}

private enum LogsCommand {
    private static let follow = OptionSyntax(name: "follow", short: "f", help: "go on until the run ends")
    private static let tail = OptionSyntax(name: "tail", short: "n", value: "N", help: "only the last N lines")

    static let syntax = CommandSyntax(
        name: "logs",
        summary: "print the output of a deployment",
        details: ["Prints what the run of a deployment has written, byte by byte as it was."],
        operand: OperandSyntax(name: "DEPLOYMENT", count: .one),
        options: [follow, tail],
        examples: [
            .init("reconciler logs 12", "the whole output"),
            .init("reconciler logs 12 -f -n 20", "the last 20 lines, and what follows"),
        ],
        exitCodes: [
            .init(.done, "printed"), .init(.failed, "there is no such deployment, or no output of it"),
            .init(.usage, "wrong usage"), .init(.noDaemon, "no daemon answers"),
        ]
    )

    static func run(_ invocation: Invocation, _ surroundings: Surroundings) async throws -> ExitCode {
        let lines = try invocation.integer(tail, in: 0...1_000_000)
        let query: DaemonClient.Query = [
            ("tail", lines.map(String.init)), ("follow", invocation.has(follow) ? "true" : nil),
        ]
        let path = try DeploymentPath.path(invocation) + "/log"
        let console = surroundings.console
        try await surroundings.client(invocation).stream(path, query) { try console.write($0) }
        return .done
    }
}
