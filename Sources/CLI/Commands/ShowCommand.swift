internal import Domain

extension Command {
    /// `reconciler show DEPLOYMENT`.
    static let show = Command(
        syntax: CommandSyntax(
            name: "show",
            summary: "show one deployment with its steps",
            details: ["Shows why a deployment was started, how it ended, and each of its steps."],
            operand: OperandSyntax(name: "DEPLOYMENT", count: .one),
            options: [GlobalOptions.output],
            examples: [.init("reconciler show 12", "the deployment with the number 12")],
            exitCodes: [
                .init(.done, "shown"), .init(.failed, "there is no such deployment"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let path = try DeploymentPath.path(invocation)
        guard let deployment = try await context.client(invocation).find(path) else {
            throw CommandFailure(
                .failed,
                "there is no deployment \(invocation.operands[0]); 'reconciler history' lists them"
            )
        }
        let text = DeploymentText(paint: context.console.paint, now: context.now)
        let shown = invocation.wantsJSON ? deployment.text(.pretty) + "\n" : text.detail(deployment)
        try context.console.write(shown)
        return .done
    }
}
