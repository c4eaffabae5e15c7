internal import Domain

extension Command {
    /// `reconciler resume SERVICE`.
    static let resume = Command(
        syntax: CommandSyntax(
            name: "resume",
            summary: "let a suspended service be deployed again",
            details: [
                "Takes back what 'reconciler suspend' said; what has changed meanwhile is deployed. A service that its "
                    + "own definition suspends ('suspend') stays suspended until a commit changes that."
            ],
            operand: OperandSyntax(name: "SERVICE", count: .one),
            examples: [.init("reconciler resume web", "deploy what has been waiting")],
            exitCodes: [
                .init(.done, "nobody has it suspended any more"), .init(.failed, "no service is called so"),
                .init(.usage, "wrong usage"), .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let name = try ServicePath.name(invocation)
        let answer = try await context.client(invocation).post("/resume", .members(["service": .string(name)]))
        let hasChanged = answer["changed"]?.bool ?? true
        try context.console.write("\(name) \(hasChanged ? "is resumed" : "was not suspended by a person").\n")
        if answer["suspended_by_definition"]?.bool ?? false {
            context.console.say(
                "\(name) stays suspended: its definition says so; set \"suspend\" to false in its service.json"
            )
        }
        return .done
    }
}
