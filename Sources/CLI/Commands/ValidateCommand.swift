internal import Domain
internal import GitSource

extension Command {
    /// `reconciler validate [PATH]`.
    static let validate = Command(syntax: ValidateCommand.syntax) { invocation, context in
        try await ValidateCommand.run(invocation, context)
    }
}

private enum ValidateCommand {
    private static let ref = OptionSyntax(
        name: "ref",
        value: "REF",
        help: "check this branch, tag or commit instead of the files"
    )

    static let syntax = CommandSyntax(
        name: "validate",
        summary: "check a config repository",
        details: [
            "Reads every service.json below PATH, by default the working directory, as the daemon would, and prints "
                + "each problem as path:line:column: message. It needs no daemon and changes nothing. A dependency "
                + "that the repository does not define is a warning, because another source may define it; so is a "
                + "requirement whose version may be another one tomorrow, as far as Ansible is installed to read it.",
            "Where Ansible is installed it also looks into the playbooks, and warns of the files and roles that they name "
                + "literally and that are in the repository and not covered: a run would not see them, and their changes "
                + "would deploy nothing. Each warning says what to add to \"watch\".",
        ],
        operand: OperandSyntax(name: "PATH", count: .optional),
        options: [ref, LocalSource.path, GlobalOptions.output],
        examples: [
            .init("reconciler validate", "check the files here, committed or not"),
            .init("reconciler validate ~/config --ref main", "check the tip of a branch"),
        ],
        exitCodes: [
            .init(.done, "nothing is wrong"), .init(.failed, "there are problems"), .init(.usage, "wrong usage"),
        ]
    )

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let repository = try LocalSource.open(invocation.operands.first, invocation, context)
        let state =
            if let name = invocation.value(ref) { try await repository.state(ref: name) } else {
                try await repository.workingTree()
            }
        let requirements = try await RequirementsWarnings.problems(of: state, in: repository, context.environment)
        let references = try await PlaybookReview.problems(of: state, in: repository, context.environment)
        let report = try ValidationReport(state, requirements + references)
        try context.console.write(invocation.wantsJSON ? report.json.text(.pretty) + "\n" : text(report))
        if !invocation.wantsJSON { context.console.say(summary(report)) }
        return report.errors == 0 ? .done : .failed
    }

    private static func text(_ report: ValidationReport) -> String {
        report.problems.map { SafeText.line($0.description) + "\n" }.joined()
    }

    private static func summary(_ report: ValidationReport) -> String {
        let services = PlanItemWords.count(report.definitions, "definition")
        return report.errors == 0
            ? "\(services), no errors" : "\(services), \(PlanItemWords.count(report.errors, "error"))"
    }
}
