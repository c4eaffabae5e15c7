internal import Domain

extension Command {
    /// `reconciler cancel DEPLOYMENT|SERVICE`.
    static let cancel = Command(
        syntax: CommandSyntax(
            name: "cancel",
            summary: "end a deployment",
            details: [
                "Ends a run: SIGTERM to all its processes, SIGKILL to those that are left after 10 seconds. A deployment "
                    + "that waits for its slot ends at once. 'reconciler show DEPLOYMENT' says when it is over.",
                "The service is not deployed again until 'reconciler sync SERVICE' or a commit that changes its "
                    + "definition.",
            ],
            operand: DeploymentReference.operand,
            examples: [
                .init("reconciler cancel 12", "end the deployment with the number 12"),
                .init("reconciler cancel web", "end what runs of the service web, or waits"),
            ],
            exitCodes: [
                .init(.done, "it has ended, or its run has been told to"),
                .init(.failed, "there is no such deployment, or it has ended already"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let client = try context.client(invocation)
        let id = try await DeploymentReference.number(invocation, .active, client, context.console)
        let answer = try await client.post("/cancel", .members(["deployment": .integer(id)]))
        let isOver = answer["state"]?.string == Deployment.State.cancelled.rawValue
        let words = isOver ? "is cancelled; it had not started." : "has been told to end."
        try context.console.write("Deployment \(id) \(words)\n")
        return .done
    }
}
