internal import Domain

extension Command {
    private static let reason = OptionSyntax(
        name: "reason",
        value: "TEXT",
        help: "why; shown with the service until it is resumed"
    )

    /// `reconciler suspend SERVICE`.
    static let suspend = Command(
        syntax: CommandSyntax(
            name: "suspend",
            summary: "keep a service from being deployed until it is resumed",
            details: [
                "The service is reported as suspended and never deployed, not even by 'sync --force', until "
                    + "'reconciler resume SERVICE'. The suspension outlives restarts of the daemon.",
                "A deployment that waits for its slot is superseded; a run that has begun goes on ('reconciler cancel' "
                    + "ends it). Services that depend on a suspended one are deployed if something of it is.",
            ],
            operand: OperandSyntax(name: "SERVICE", count: .one),
            options: [reason],
            examples: [.init("reconciler suspend web --reason 'incident 12'", "leave it as it is for now")],
            exitCodes: [
                .init(.done, "suspended"), .init(.failed, "no service is called so"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let name = try ServicePath.name(invocation)
        let body: JSONValue = .members(["service": .string(name), "reason": .optional(invocation.value(reason))])
        let answer = try await context.client(invocation).post("/suspend", body)
        let isNew = answer["changed"]?.bool ?? true
        try context.console.write("\(name) is suspended\(isNew ? "" : " already").\n")
        return .done
    }
}
