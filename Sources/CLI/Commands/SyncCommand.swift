internal import Domain

extension Command {
    /// `reconciler sync [SERVICE]...`.
    static let sync = Command(syntax: SyncCommand.syntax) { invocation, context in
        try await SyncCommand(invocation, context).run()
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
        help:
            "show what happens, and end when the services are synced, or one cannot be; without names all that can move "
            + "is followed to its end first"
    )

    private static let accept = OptionSyntax(
        name: "accept",
        value: "REVISION",
        help: "accept this revision, which is held, if it still is the tip; in full"
    )

    static let syntax = CommandSyntax(
        name: "sync",
        summary: "poll the sources now, and deploy what differs",
        details: [
            "Polls every source at once instead of at its next time, or with names of services theirs. For the services "
                + "that are named, failed tries and stalls are forgotten, so that they are deployed again. It lifts no "
                + "suspension and waits for dependencies as ever.",
            "With --force the named services are deployed even if nothing differs; a suspended or invalid one never "
                + "is.",
            "A source is held when its tip changes or removes more services than the limits allow, defines none any "
                + "more, or rewrites history; what is deployed stays. --accept releases that one revision.",
        ],
        operand: OperandSyntax(name: "SERVICE", count: .many),
        options: [force, all, wait, accept],
        examples: [
            .init("reconciler sync --wait", "deploy what was just pushed, and watch"),
            .init("reconciler sync web", "try a stalled service again"),
            .init("reconciler sync --force web --wait", "deploy it once more as it is"),
            .init("reconciler sync --accept $(git rev-parse origin/main)", "accept what is held, having looked at it"),
        ],
        exitCodes: [
            .init(.done, "done; with --wait: every service is synced"),
            .init(
                .failed,
                "a source cannot be polled or is held (of named services: one of theirs); with --wait: a service is stalled, "
                    + "cancelled, held or suspended, or, without names, a definition has a problem"
            ),
            .init(.usage, "wrong usage"),
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
        let request = try request()
        let sequence = invocation.has(Self.wait) ? try await lastEvent() : 0
        let report = try await client.post("/sync", request)
        let allPolled = try await tell(report)
        let services = report.lines("services")
        let allSound = try await tellProblems()
        try tell(services, isWhole: allSound)
        let isHeld = try await tellHolds(report)
        guard invocation.has(Self.wait), !isHeld else {
            return allPolled && !isHeld ? .done : .failed
        }
        var waiting = SyncWaiting(
            for: services,
            toTheLast: names.isEmpty,
            after: sequence,
            client: client,
            console: context.console,
            time: context.time
        )
        let stuck = try await waiting.wait()
        try conclude(services, stuck)
        return stuck.isEmpty && allPolled && allSound ? .done : .failed
    }

    /// The services that are named, each of them once.
    private var names: [String] {
        var seen: Set<String> = []
        return invocation.operands.filter { seen.insert($0).inserted }
    }

    private func lastEvent() async throws -> Int64 { try await client.get("/api/v1/status")["seq"]?.integer ?? 0 }

    private func request() throws -> JSONValue {
        let isForced = invocation.has(Self.force)
        let (names, isAll) = (names, invocation.has(Self.all))
        guard !(isAll && !names.isEmpty) else { throw usage("--all goes without names of services") }
        guard !isForced || isAll || !names.isEmpty else { throw usage("--force goes with SERVICE or --all") }
        for name in names where ServiceName(name) == nil { throw ServicePath.unknown(name) }
        var request = JSONObject([
            .init("services", .array(names.map(JSONValue.string))), .init("all", .bool(isAll)),
            .init("force", .bool(isForced)),
        ])
        if let revision = try revision() { request["accept"] = .string(revision.hex) }
        return .object(request)
    }

    private func revision() throws -> Revision? {
        guard let text = invocation.value(Self.accept) else { return nil }
        guard let revision = Revision(text) else {
            throw usage("--accept takes a revision in full, 40 digits as `git rev-parse` prints them")
        }
        return revision
    }

    private func usage(_ message: String) -> UsageError { UsageError(message, command: invocation.command) }

    /// Says what the polls found; of a source that no named service is from, a failure is but a warning.
    ///
    /// - Returns: Whether every source that counts could be polled.
    private func tell(_ report: JSONValue) async throws -> Bool {
        var isGood = true
        for source in report["sources"]?.array ?? [] {
            let name = source.line("name") ?? "?"
            if let failure = source["failure"]?.string {
                let counts = try await counts(source: name)
                if counts { isGood = false }
                let mark = counts ? "" : "warning: "
                context.console.say("\(mark)source '\(name)' cannot be polled: \(SafeText.lines(failure))")
            } else {
                try context.console.write("\(name) is at \(source.line("revision") ?? "no revision")\n")
            }
        }
        return isGood
    }

    /// Whether the services that are asked for can be from this source.
    private func counts(source: String) async throws -> Bool {
        guard !names.isEmpty else { return true }
        for name in names where try await client.find("/api/v1/services/\(name)")?.line("source") == source {
            return true
        }
        return false
    }

    /// Says which sources are held.
    ///
    /// - Returns: Whether one of them is a source of the services that were asked for, or any if none was named.
    private func tellHolds(_ report: JSONValue) async throws -> Bool {
        var held: Set<String> = []
        for source in report["sources"]?.array ?? [] {
            guard let line = HeldText.line(source), let name = source.line("name") else { continue }
            held.insert(name)
            context.console.say("source '\(name)' is \(line)")
        }
        guard !held.isEmpty, !names.isEmpty else { return !held.isEmpty }
        for service in report.lines("services") {
            let source = try await client.find("/api/v1/services/\(service)")?.line("source")
            if let source, held.contains(source) { return true }
        }
        return false
    }

    /// Shows what is wrong in the definitions of the polled sources, unless services are named: of those that cannot
    /// be deployed, the wait says so.
    ///
    /// - Returns: Whether there is no error among the problems.
    private func tellProblems() async throws -> Bool {
        guard names.isEmpty else { return true }
        let sources = try await client.get("/api/v1/status")["sources"]?.array ?? []
        let problems = sources.filter { $0.line("observed") != nil }.flatMap { $0["problems"]?.array ?? [] }
        for problem in problems { try context.console.write(ProblemText.line(problem) + "\n") }
        return problems.allSatisfy { $0.line("severity") == "warning" }
    }

    private func tell(_ services: [String], isWhole: Bool) throws {
        let nothing = isWhole ? "Nothing to deploy." : "Nothing else to deploy: definitions with problems are left out."
        let list = services.isEmpty ? nothing : "To be synced: \(services.joined(separator: ", "))"
        try context.console.write(list + "\n")
    }

    private func conclude(_ services: [String], _ stuck: [(service: String, reason: String)]) throws {
        for one in stuck { context.console.say("\(one.service) is not synced: \(one.reason)") }
        guard stuck.isEmpty, !services.isEmpty else { return }
        try context.console.write("\(PlanItemWords.count(services.count, "service")) synced.\n")
    }
}
