internal import Domain
internal import GitSource
internal import Reconciler

extension Command {
    /// `reconciler plan`.
    static let plan = Command(syntax: PlanCommand.syntax) { invocation, context in
        try await PlanCommand(invocation: invocation, context: context).run()
    }
}

private struct PlanCommand {
    private static let ref = OptionSyntax(
        name: "ref",
        value: "REF",
        help: "plan this branch, tag, ref or commit instead of what is accepted"
    )
    private static let base = OptionSyntax(
        name: "base",
        value: "REF",
        help: "compare with this revision, as if it were deployed; asks no daemon"
    )
    private static let repository = OptionSyntax(
        name: "repository",
        value: "PATH",
        help: "the config repository to read without a daemon; default the working directory"
    )
    private static let detailed = OptionSyntax(
        name: "detailed-exitcode",
        help: "exit with 2 if there is something to do, or if that is not known"
    )
    private static let output = OptionSyntax(
        name: "output",
        short: "o",
        value: "FORMAT",
        choices: ["text", "json", "markdown"],
        help: "text (the default), json or markdown"
    )

    static let syntax = CommandSyntax(
        name: "plan",
        summary: "show what would be deployed and why, changing nothing",
        details: [
            "Asks the daemon what it would do now, or what it would do if --ref were accepted. When no daemon "
                + "answers, or with --base, the config repository is read here: without --base every service then "
                + "counts as not deployed.",
            "Its head says what was planned: which revision, of which ref of which place, and when that answered last. What a "
                + "broken definition, a source that cannot be polled or one that is held keeps from being known is "
                + "listed as unknown, with why. After a restore it shows what accepting the tip would do.",
        ],
        options: [ref, base, repository, LocalSource.path, output, detailed],
        examples: [
            .init("reconciler plan", "the present drift"),
            .init("reconciler plan --ref refs/pull/12/head", "what a pull request would do"),
            .init("reconciler plan --base main --ref HEAD -o markdown", "what a branch changes, for a review"),
        ],
        exitCodes: [
            .init(.done, "shown; with --detailed-exitcode: everything is known, and nothing to do"),
            .init(.failed, "failed"),
            .init(.usage, "wrong usage; with --detailed-exitcode: there is something to do, or something is not known"),
        ]
    )

    let invocation: Invocation
    let context: CommandContext

    func run() async throws -> ExitCode {
        let plan = try await plan()
        try context.console.write(text(plan))
        let isInSync = plan["in_sync"]?.bool ?? false
        return invocation.has(Self.detailed) && !isInSync ? .changes : .done
    }

    private func plan() async throws -> JSONValue {
        guard invocation.value(Self.base) == nil, invocation.value(Self.repository) == nil else {
            return try await offline()
        }
        do {
            return try await context.client(invocation).get("/api/v1/plan", [("ref", invocation.value(Self.ref))])
        } catch let failure as CommandFailure where failure.code == .noDaemon {
            context.console.say(
                "no daemon answers: this is the plan of the repository here, and every service counts as not deployed"
            )
            return try await offline()
        }
    }

    private func offline() async throws -> JSONValue {
        let folder = invocation.value(Self.repository)
        let repository = try LocalSource.open(folder, invocation, context)
        let ref = invocation.value(Self.ref) ?? "HEAD"
        let target = try await repository.state(ref: ref)
        var base: DesiredState?
        if let name = invocation.value(Self.base) { base = try await repository.state(ref: name) }
        return try OfflinePlan.report(from: base, to: target, of: (repository.folder, ref)).json
    }

    private func text(_ plan: JSONValue) -> String {
        switch invocation.value(Self.output) {
        case "json": plan.text(.pretty) + "\n"
        case "markdown": PlanMarkdown.text(plan, now: context.now)
        default: PlanText(paint: context.console.paint, now: context.now).text(plan)
        }
    }
}
