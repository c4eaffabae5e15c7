internal import Domain

extension Command {
    /// `reconciler show DEPLOYMENT|SERVICE`.
    static let show = Command(
        syntax: CommandSyntax(
            name: "show",
            summary: "show one deployment with its steps",
            details: [
                "Shows why a deployment was started, how it ended, and each of its steps; of a service its newest."
            ],
            operand: DeploymentReference.operand,
            options: [GlobalOptions.output],
            examples: [
                .init("reconciler show 12", "the deployment with the number 12"),
                .init("reconciler show web", "the newest of the service web"),
            ],
            exitCodes: [
                .init(.done, "shown"), .init(.failed, "there is no such deployment"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let client = try context.client(invocation)
        let id = try await DeploymentReference.number(invocation, .newest, client, context.console)
        guard let deployment = try await client.find("/api/v1/deployments/\(id)") else {
            throw CommandFailure(.failed, "there is no deployment \(id); 'reconciler history' lists them")
        }
        let text = DeploymentText(paint: context.console.paint, now: context.now, width: context.console.lineWidth)
        let shown = invocation.wantsJSON ? deployment.text(.pretty) + "\n" : text.detail(deployment)
        try context.console.write(shown)
        return .done
    }
}
