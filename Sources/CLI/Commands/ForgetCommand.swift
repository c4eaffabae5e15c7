internal import Domain

extension Command {
    /// `reconciler forget SOURCE`.
    static let forget = Command(
        syntax: CommandSyntax(
            name: "forget",
            summary: "forget a source that has left the configuration",
            details: [
                "A source that leaves the configuration, or gets another URL or path there, removes nothing: its services "
                    + "stay as they are, with the status 'unknown', until it is forgotten. Then they leave the catalogue "
                    + "and their names are free for another source.",
                "Nothing is run, and nothing that is deployed is touched. The history of its services stays.",
            ],
            operand: OperandSyntax(name: "SOURCE", count: .one),
            examples: [.init("reconciler forget edge", "once 'edge' is out of the configuration")],
            exitCodes: [
                .init(.done, "forgotten"),
                .init(.failed, "there is no such source, or it is in the configuration"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let name = invocation.operands.first ?? ""
        guard SourceName(name) != nil else {
            throw CommandFailure(
                .failed,
                "no source is called '\(SafeText.line(name))'; 'reconciler status' lists those that there are"
            )
        }
        let answer = try await context.client(invocation).post("/forget", .members(["source": .string(name)]))
        let services = answer.lines("services")
        let list = services.isEmpty ? "It had no services." : "Gone with it: \(services.joined(separator: ", "))"
        try context.console.write("\(name) is forgotten. \(list)\n")
        return .done
    }
}
