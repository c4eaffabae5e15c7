internal import Domain

extension Command {
    /// `reconciler status [SERVICE]`.
    static let status = Command(syntax: StatusCommand.syntax) { invocation, context in
        try await StatusCommand(invocation, context).run()
    }
}

private struct StatusCommand {
    private static let watch = OptionSyntax(name: "watch", short: "w", help: "show it again whenever it changes")
    /// Of how many runs the steps are asked for.
    private static let mostRuns = 20

    static let syntax = CommandSyntax(
        name: "status",
        summary: "show what is desired, what is deployed, and what differs",
        details: [
            "Shows the sources, when each answered last and is asked next, and every service with its desired and its "
                + "deployed version, whether the two agree, how healthy it is, since when, and what the daemon does "
                + "about it. With SERVICE it says everything about that one.",
            "What is broken comes first, then what runs or is queued, what waits, what is suspended, and what is in "
                + "sync; each by name. On a terminal lines are cut to its width, and --watch keeps to its rows.",
        ],
        operand: OperandSyntax(name: "SERVICE", count: .optional),
        options: StatusFilter.options + [GlobalOptions.output, watch],
        examples: [
            .init("reconciler status", "all sources and services"),
            .init("reconciler status --health degraded", "what is broken"),
            .init("reconciler status web --watch", "follow one service"),
            .init("reconciler status -o json | jq '.items[].name'", "the names of all services"),
        ],
        exitCodes: [
            .init(.done, "shown"), .init(.failed, "no service is called so"),
            .init(.usage, "wrong usage, or no source is called so"), .init(.noDaemon, "no daemon answers"),
        ]
    )

    private let invocation: Invocation
    private let context: CommandContext
    private let client: DaemonClient
    private let filter: StatusFilter

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        self.invocation = invocation
        self.context = context
        filter = StatusFilter(invocation)
        guard filter.isEmpty || invocation.operands.isEmpty else {
            let options = StatusFilter.options.map { "--\($0.name)" }.joined(separator: ", ")
            throw UsageError("\(options) choose among all services: leave SERVICE out", command: invocation.command)
        }
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
            if context.console.isTerminal {
                guard let lines = try await absence.outlast({ try await lines() }) else { continue }
                try area.draw(live: lines)
            } else {
                guard let text = try await absence.outlast({ try await text() }) else { continue }
                if text != last { try context.console.write(text) }
                last = text
            }
            await bell.wait(upTo: .seconds(context.console.isTerminal ? 1 : 10))
            // Much may happen at once, and nobody reads faster.
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func text() async throws -> String {
        if let name = invocation.operands.first { return try await text(of: name) }
        let overview = try await overview()
        return invocation.wantsJSON ? overview.json.text(.pretty) + "\n" : statusText.text(overview)
    }

    /// What is drawn again and again.
    private func lines() async throws -> [String] {
        guard invocation.operands.isEmpty, !invocation.wantsJSON else {
            return try await text().split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
        return statusText.lines(try await overview(), rows: context.console.rows - 1)
    }

    private var statusText: StatusText {
        StatusText(paint: context.console.paint, now: context.now, width: context.console.lineWidth)
    }

    private func text(of name: String) async throws -> String {
        guard let path = ServicePath.path(of: name) else { throw ServicePath.unknown(name) }
        let service = try await client.get(path)
        if invocation.wantsJSON { return service.text(.pretty) + "\n" }
        let runs = try await runs(of: [service])
        return ServiceText(paint: context.console.paint, now: context.now, width: context.console.lineWidth)
            .text(service, run: runs.values.first)
    }

    private func overview() async throws -> StatusOverview {
        let status = try await client.get("/api/v1/status")
        try filter.check(status, invocation.command)
        let services = try await client.list("/api/v1/services")
        let shown = services.filter(filter.takes)
        return StatusOverview(
            status: status,
            services: shown,
            count: services.count,
            filter: filter,
            runs: invocation.wantsJSON ? [:] : try await runs(of: shown)
        )
    }

    /// The deployments of these services that run, with their steps, by their numbers.
    private func runs(of services: [JSONValue]) async throws -> [String: JSONValue] {
        var runs: [String: JSONValue] = [:]
        for id in services.compactMap({ $0.runUnderWay?.line("id") }).prefix(Self.mostRuns) {
            runs[id] = try await client.find("/api/v1/deployments/\(id)")
        }
        return runs
    }
}
