internal import Domain

extension Command {
    /// `reconciler status [SERVICE]`.
    static let status = Command(syntax: StatusCommand.syntax) { invocation, context in
        try await StatusCommand(invocation, context).run()
    }
}

private struct StatusCommand {
    private static let watch = OptionSyntax(name: "watch", short: "w", help: "show it again whenever it changes")

    static let syntax = CommandSyntax(
        name: "status",
        summary: "show what is desired, what is deployed, and what differs",
        details: [
            "Shows the sources with their last poll, and every service with its desired and its deployed version, "
                + "whether the two agree, how healthy it is, and what the daemon does about it. With SERVICE it says "
                + "everything about that one."
        ],
        operand: OperandSyntax(name: "SERVICE", count: .optional),
        options: [GlobalOptions.output, watch],
        examples: [
            .init("reconciler status", "all sources and services"),
            .init("reconciler status web --watch", "follow one service"),
            .init("reconciler status -o json | jq '.items[].name'", "the names of all services"),
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
        guard invocation.has(Self.watch) else {
            try context.console.write(try await text())
            return .done
        }
        return try await follow()
    }

    /// Shows it again whenever something happens, and the times as they pass, until the person ends the command.
    private func follow() async throws -> ExitCode {
        var area = LiveArea(context.console)
        var last = ""
        let bell = EventBell(socket: client.socket)
        defer { bell.stop() }
        let absence = DaemonAbsence(context.console)
        while true {
            guard let text = try await absence.outlast({ try await text() }) else { continue }
            if context.console.isTerminal {
                try area.draw(live: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            } else if text != last {
                try context.console.write(text)
            }
            last = text
            await bell.wait(upTo: .seconds(context.console.isTerminal ? 1 : 10))
            // Much may happen at once, and nobody reads faster.
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func text() async throws -> String {
        guard let name = invocation.operands.first else { return try await overview() }
        guard let path = ServicePath.path(of: name), let service = try await client.find(path) else {
            throw ServicePath.unknown(name)
        }
        if invocation.wantsJSON { return service.text(.pretty) + "\n" }
        return ServiceText(paint: context.console.paint, now: context.now).text(service)
    }

    private func overview() async throws -> String {
        let status = try await client.get("/api/v1/status")
        let services = try await client.list("/api/v1/services")
        if invocation.wantsJSON { return Self.merged(status, services).text(.pretty) + "\n" }
        return StatusText(paint: context.console.paint, now: context.now)
            .text(status: status, services: services)
    }

    /// The daemon's status with the services as `items`, as every list has them.
    private static func merged(_ status: JSONValue, _ services: [JSONValue]) -> JSONValue {
        guard case .object(var object) = status else { return status }
        object["items"] = .array(services)
        return .object(object)
    }
}
