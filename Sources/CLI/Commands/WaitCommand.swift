internal import Domain

extension Command {
    /// `reconciler wait --revision SHA`.
    static let wait = Command(syntax: WaitCommand.syntax) { invocation, context in
        try await WaitCommand(invocation, context).run()
    }
}

private struct WaitCommand {
    private static let revision = OptionSyntax(
        name: "revision",
        short: "r",
        value: "SHA",
        help: "the revision to wait for; in full"
    )
    private static let timeout = OptionSyntax(
        name: "timeout",
        value: "DURATION",
        help: "give up after so long, as \"90s\" or \"1h30m\"; default 30m"
    )

    static let syntax = CommandSyntax(
        name: "wait",
        summary: "wait until what a revision changed is deployed",
        details: [
            "For a CI job after its push: waits until a source has accepted the revision or one that descends from it, "
                + "and then until every service that had to be deployed because of it is deployed at that revision or "
                + "a later one. A later revision that takes the change back, or the service away, ends the waiting for "
                + "it too. If it changed nothing that a run can see, there is nothing to wait for.",
            "Held sources, dependencies and the next try of a failed run are waited for, and said.",
        ],
        options: [revision, timeout, GlobalOptions.output],
        examples: [
            .init("reconciler wait --revision $(git rev-parse HEAD)", "what was just pushed"),
            .init("reconciler wait --revision $GITHUB_SHA --timeout 10m", "in a pipeline"),
        ],
        exitCodes: [
            .init(.done, "everything that it changed is deployed"),
            .init(
                .failed,
                "a service is stalled, cancelled, suspended or invalid, or the revision is not part of the history any more"
            ),
            .init(.usage, "wrong usage"), .init(.timedOut, "not done after --timeout"),
            .init(.noDaemon, "no daemon answers"),
        ]
    )

    private let wanted: Revision
    private let limit: Int64
    private let wantsJSON: Bool
    private let context: CommandContext
    private let client: DaemonClient

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        guard let revision = invocation.value(Self.revision).flatMap(Revision.init) else {
            throw UsageError(
                "'wait' needs --revision with a revision in full, 40 digits as `git rev-parse` prints them",
                command: invocation.command
            )
        }
        let duration = invocation.value(Self.timeout) ?? "30m"
        guard let limit = DurationText.milliseconds(duration), limit > 0 else {
            throw UsageError("--timeout takes a duration such as 90s or 1h30m", command: invocation.command)
        }
        wanted = revision
        self.limit = limit
        wantsJSON = invocation.wantsJSON
        self.context = context
        client = try context.client(invocation)
    }

    func run() async throws -> ExitCode {
        let clock = ContinuousClock()
        let deadline = clock.now + .milliseconds(limit)
        var news = RevisionNews(wanted, paint: context.console.paint)
        let bell = EventBell(socket: client.socket)
        defer { bell.stop() }
        let absence = DaemonAbsence(context.console)
        while true {
            let answer = try await absence.outlast { try await client.get("/api/v1/revisions/\(wanted)") }
            guard let progress = answer else {
                guard clock.now >= deadline else { continue }
                context.console.say("not done after \(DurationText.text(milliseconds: limit))")
                return .timedOut
            }
            if !wantsJSON { try context.console.write(news.take(progress)) }
            let outcome = progress.line("outcome")
            let isOver = outcome == "done" || outcome == "failed"
            guard isOver || clock.now >= deadline else {
                // What is in memory only, such as a source's next poll, changes without an event.
                await bell.wait(upTo: min(deadline - clock.now, .seconds(5)))
                continue
            }
            if wantsJSON { try context.console.write(progress.text(.pretty) + "\n") }
            if !isOver { context.console.say("not done after \(DurationText.text(milliseconds: limit))") }
            return isOver ? (outcome == "done" ? .done : .failed) : .timedOut
        }
    }
}
