internal import Domain

extension Command {
    /// `reconciler history [SERVICE]`.
    static let history = Command(syntax: HistoryCommand.syntax) { invocation, context in
        try await HistoryCommand(invocation, context).run()
    }
}

private struct HistoryCommand {
    private static let limit = OptionSyntax(name: "limit", short: "n", value: "N", help: "so many; default 50")
    private static let state = OptionSyntax(
        name: "state",
        value: "STATE",
        choices: Deployment.State.allCases.map(\.rawValue),
        help: "only those in this state, as running or failed"
    )

    static let syntax = CommandSyntax(
        name: "history",
        summary: "list past and running deployments",
        details: ["Lists deployments, the newest first: of all services, or of one."],
        operand: OperandSyntax(name: "SERVICE", count: .optional),
        options: [limit, state, GlobalOptions.output],
        examples: [
            .init("reconciler history web", "every deployment of one service"),
            .init("reconciler history --state failed -n 5", "the last five failures"),
        ],
        exitCodes: [
            .init(.done, "shown"), .init(.failed, "no service is called so"), .init(.usage, "wrong usage"),
            .init(.noDaemon, "no daemon answers"),
        ]
    )

    private let invocation: Invocation
    private let context: CommandContext
    private let client: DaemonClient

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        self.invocation = invocation
        self.context = context
        client = try context.client(invocation)
    }

    func run() async throws -> ExitCode {
        let limit = try invocation.integer(Self.limit, in: 1...100_000) ?? 50
        let service = invocation.operands.first
        if let service, ServiceName(service) == nil { throw ServicePath.unknown(service) }
        let deployments = try await client.list(
            "/api/v1/deployments",
            limit: limit,
            [("service", service), ("state", invocation.value(Self.state))]
        )
        // A removed service has a history still.
        if let service, let absence = try await ServicePath.absence(of: service, client) {
            guard !deployments.isEmpty else { throw absence }
            context.console.say(absence.description)
        }
        try context.console.write(text(deployments))
        return .done
    }

    private func text(_ deployments: [JSONValue]) -> String {
        if invocation.wantsJSON { return JSONValue.members(["items": .array(deployments)]).text(.pretty) + "\n" }
        let console = context.console
        return DeploymentText(paint: console.paint, now: context.now, width: console.lineWidth).list(deployments)
    }
}
