internal import Domain

extension Command {
    /// `reconciler sync [SERVICE]...`.
    static let sync = Command(syntax: SyncCommand.syntax) { invocation, surroundings in
        try await SyncCommand(invocation, surroundings).run()
    }
}

private struct SyncCommand {
    private static let force = OptionSyntax(
        name: "force",
        short: "f",
        help: "deploy even without drift, after a run in flight; goes with SERVICE or --all"
    )
    private static let all = OptionSyntax(name: "all", help: "every service")
    private static let wait = OptionSyntax(
        name: "wait",
        short: "w",
        help: "show what happens, and end when the services are synced, or one cannot be"
    )

    static let syntax = CommandSyntax(
        name: "sync",
        summary: "poll the sources now, and deploy what differs",
        details: [
            "Polls every source at once instead of at its next time. For the services that are named, failed tries "
                + "and stalls are forgotten, so that they are deployed again. It lifts no suspension and waits for "
                + "dependencies as ever.",
            "With --force the named services are deployed even if nothing differs; a suspended or invalid one never "
                + "is.",
        ],
        operand: OperandSyntax(name: "SERVICE", count: .many),
        options: [force, all, wait],
        examples: [
            .init("reconciler sync --wait", "deploy what was just pushed, and watch"),
            .init("reconciler sync web", "try a stalled service again"),
            .init("reconciler sync --force web --wait", "deploy it once more as it is"),
        ],
        exitCodes: [
            .init(.done, "done; with --wait: every service is synced"),
            .init(.failed, "a source cannot be polled, or a service is stalled, cancelled, held or suspended"),
            .init(.usage, "wrong usage"),
            .init(.noDaemon, "no daemon answers"),
        ]
    )

    private let invocation: Invocation
    private let surroundings: Surroundings
    private let client: DaemonClient

    init(_ invocation: Invocation, _ surroundings: Surroundings) throws {
        self.invocation = invocation
        self.surroundings = surroundings
        client = try surroundings.client(invocation)
    }

    func run() async throws -> ExitCode {
        let request = try request()
        let sequence = invocation.has(Self.wait) ? try await lastEvent() : 0
        let report = try await client.post("/sync", request)
        let allPolled = try tell(report)
        let services = report.lines("services")
        guard invocation.has(Self.wait) else { return allPolled ? .done : .failed }
        var waiting = SyncWaiting(
            for: services,
            after: sequence,
            client: client,
            console: surroundings.console,
            time: surroundings.time
        )
        let stuck = try await waiting.wait()
        try conclude(services, stuck)
        return stuck.isEmpty && allPolled ? .done : .failed
    }

    private func lastEvent() async throws -> Int64 { try await client.get("/api/v1/status")["seq"]?.integer ?? 0 }

    private func request() throws -> JSONValue {
        let isForced = invocation.has(Self.force)
        let (names, isAll) = (invocation.operands, invocation.has(Self.all))
        guard !(isAll && !names.isEmpty) else { throw usage("--all goes without names of services") }
        guard !isForced || isAll || !names.isEmpty else { throw usage("--force goes with SERVICE or --all") }
        for name in names where ServiceName(name) == nil { throw ServicePath.unknown(name) }
        return .members([
            "services": .array(names.map(JSONValue.string)), "all": .bool(isAll), "force": .bool(isForced),
        ])
    }

    private func usage(_ message: String) -> UsageError { UsageError(message, command: invocation.command) }

    /// Says what the polls found.
    ///
    /// - Returns: Whether every source could be polled.
    private func tell(_ report: JSONValue) throws -> Bool {
        var isGood = true
        for source in report["sources"]?.array ?? [] {
            let name = source.line("name") ?? "?"
            if let failure = source["failure"]?.string {
                isGood = false
                surroundings.console.say("source '\(name)' cannot be polled: \(SafeText.lines(failure))")
            } else {
                try surroundings.console.write("\(name) is at \(source.line("revision") ?? "no revision")\n")
            }
        }
        let services = report.lines("services")
        let list = services.isEmpty ? "Nothing to deploy." : "To be synced: \(services.joined(separator: ", "))"
        try surroundings.console.write(list + "\n")
        return isGood
    }

    private func conclude(_ services: [String], _ stuck: [(service: String, reason: String)]) throws {
        for one in stuck { surroundings.console.say("\(one.service) is not synced: \(one.reason)") }
        guard stuck.isEmpty, !services.isEmpty else { return }
        try surroundings.console.write("\(PlanItemWords.count(services.count, "service")) synced.\n")
    }
}
