internal import Domain

extension Command {
    private static let limit = OptionSyntax(name: "limit", short: "n", value: "N", help: "so many; default all")

    /// `reconciler explain SERVICE`.
    static let explain = Command(
        syntax: CommandSyntax(
            name: "explain",
            summary: "say why a service was deployed, was not, or is not yet",
            details: [
                "Lists what was decided for the service and why, the newest first: a line for each time that the "
                    + "decision changed. The first line is what holds now.",
                "REVISION is what was accepted, COMMIT the commit in it that last changed the service's definition or a file "
                    + "that it covers, named with its author and subject where another one led to the decision. Of a "
                    + "run that failed it says the step, the host, and what that said.",
            ],
            operand: OperandSyntax(name: "SERVICE", count: .one),
            options: [limit, GlobalOptions.output],
            examples: [
                .init("reconciler explain web", "every decision with its cause"),
                .init("reconciler explain web -n 1", "why it is as it is now"),
            ],
            exitCodes: [
                .init(.done, "shown"), .init(.failed, "no service is called so"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        let name = try ServicePath.name(invocation)
        let count = try invocation.integer(limit, in: 1...100_000) ?? .max
        let client = try context.client(invocation)
        let path = "/api/v1/services/\(name)/decisions"
        let decisions = try await client.list(path, limit: count)
        let text = DecisionText(paint: context.console.paint, now: context.now, width: context.console.lineWidth)
        if !invocation.wantsJSON, let absence = try await ServicePath.absence(of: name, client) {
            context.console.say(absence.description)
        }
        let shown =
            invocation.wantsJSON
            ? JSONValue.members(["items": .array(decisions)]).text(.pretty) + "\n"
            : try await HeldSource.words(of: name, client) + text.list(decisions)
        try context.console.write(shown)
        return .done
    }
}

/// What keeps a service from hearing of newer commits.
private enum HeldSource {
    /// A line if the service's source is held; nothing otherwise.
    static func words(of service: String, _ client: DaemonClient) async throws -> String {
        guard let source = try await client.find("/api/v1/services/\(service)")?["source"]?.string,
            let sources = try await client.find("/api/v1/status")?["sources"]?.array,
            let held = sources.first(where: { $0["name"]?.string == source })?["held"], held != .null
        else { return "" }
        let revision = (held["revision"]?.string ?? "").prefix(7)
        let reason = held["message"]?.string ?? held["reason"]?.string ?? "nobody says why"
        return SafeText.lines("The source '\(source)' is held at \(revision): \(reason)") + "\n\n"
    }
}
