extension Command {
    /// `reconciler logs DEPLOYMENT|SERVICE`.
    static let logs = Command(syntax: LogsCommand.syntax) { invocation, context in
        try await LogsCommand.run(invocation, context)
    }
}

private enum LogsCommand {
    private static let follow = OptionSyntax(name: "follow", short: "f", help: "go on until the run ends")
    private static let tail = OptionSyntax(name: "tail", short: "n", value: "N", help: "only the last N lines")

    static let syntax = CommandSyntax(
        name: "logs",
        summary: "print the output of a deployment",
        details: [
            "Prints what the run of a deployment has written, byte by byte as it was; of a service, what its run writes "
                + "now, or what its last one has written.",
            "With --follow it outlasts a daemon that restarts, for up to a minute.",
        ],
        operand: DeploymentReference.operand,
        options: [follow, tail],
        examples: [
            .init("reconciler logs 12", "the whole output"),
            .init("reconciler logs web -f -n 20", "the last 20 lines of web's run, and what follows"),
        ],
        exitCodes: [
            .init(.done, "printed"), .init(.failed, "there is no such deployment, or no output of it"),
            .init(.usage, "wrong usage"), .init(.noDaemon, "no daemon answers"),
        ]
    )

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let lines = try invocation.integer(tail, in: 0...1_000_000)
        let (client, console) = (try context.client(invocation), context.console)
        let id = try await DeploymentReference.number(invocation, .begun, client, console)
        let path = "/api/v1/deployments/\(id)/log"
        if invocation.has(follow) {
            try await followLog(at: path, tail: lines, client, console)
        } else {
            try await client.stream(path, [("tail", lines.map(String.init))]) { try console.write($1) }
        }
        return .done
    }

    /// To the end of the run, also when the daemon goes and comes back meanwhile.
    private static func followLog(
        at path: String,
        tail: Int?,
        _ client: DaemonClient,
        _ console: any Console
    ) async throws {
        let (output, absence) = (FollowedOutput(console), DaemonAbsence(console))
        var isOver = false
        while !isOver {
            let end: Void? = try await absence.outlast {
                try await client.stream(path, output.query(tail: tail)) { head, bytes in
                    absence.noteAnswer()
                    if bytes.isEmpty { try output.begin(head) } else { try output.take(bytes) }
                }
            }
            isOver = end != nil
        }
    }
}
