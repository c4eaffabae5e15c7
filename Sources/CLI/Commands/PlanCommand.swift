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
        help: "exit with 2 if there is something to do"
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
                + "counts as not deployed."
        ],
        options: [ref, base, repository, LocalSource.path, output, detailed],
        examples: [
            .init("reconciler plan", "the present drift"),
            .init("reconciler plan --ref refs/pull/12/head", "what a pull request would do"),
            .init("reconciler plan --base main --ref HEAD -o markdown", "what a branch changes, for a review"),
        ],
        exitCodes: [
            .init(.done, "shown; with --detailed-exitcode: nothing to do"), .init(.failed, "failed"),
            .init(.usage, "wrong usage; with --detailed-exitcode: there is something to do"),
        ]
    )

    let invocation: Invocation
    let context: CommandContext

    func run() async throws -> ExitCode {
        let plan = try await plan()
        try context.console.write(text(plan))
        let hasChanges = (plan["items"]?.array ?? []).contains(where: PlanItemWords.isChange)
        return hasChanges && invocation.has(Self.detailed) ? .changes : .done
    }

    private func plan() async throws -> JSONValue {
        guard invocation.value(Self.base) == nil, invocation.value(Self.repository) == nil else {
            return try await offline()
        }
        do {
            return try await context.client(invocation).get("/api/v1/plan", [("ref", invocation.value(Self.ref))])
        } catch let failure as CommandFailure where failure.code == .noDaemon {
            context.console.say("no daemon answers, so every service counts as not deployed")
            return try await offline()
        }
    }

    private func offline() async throws -> JSONValue {
        let folder = invocation.value(Self.repository)
        let repository = try LocalSource.open(folder, invocation, context)
        let target = try await repository.state(ref: invocation.value(Self.ref) ?? "HEAD")
        guard let name = invocation.value(Self.base) else { return try OfflinePlan.report(from: nil, to: target).json }
        return try OfflinePlan.report(from: try await repository.state(ref: name), to: target).json
    }

    private func text(_ plan: JSONValue) -> String {
        switch invocation.value(Self.output) {
        case "json": plan.text(.pretty) + "\n"
        case "markdown": PlanMarkdown.text(plan)
        default: PlanText(paint: context.console.paint).text(plan)
        }
    }
}
