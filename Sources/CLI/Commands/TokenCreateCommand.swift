internal import Domain

extension Command {
    /// `reconciler token create`.
    static let tokenCreate = Command(syntax: TokenCreateCommand.syntax) { invocation, context in
        try await TokenCreateCommand.run(invocation, context)
    }
}

private enum TokenCreateCommand {
    private static let type = OptionSyntax(
        name: "type",
        value: "TYPE",
        choices: ["user", "service", "config"],
        help: "user: reads everything; service: what concerns one service; config: what is deployed, and the metrics"
    )
    private static let name = OptionSyntax(
        name: "name",
        value: "NAME",
        help: "who holds it; for a token of type user, the user with whom it ends"
    )
    private static let service = OptionSyntax(
        name: "service",
        value: "SERVICE",
        help: "the service, for a token of type service"
    )
    private static let expires = OptionSyntax(
        name: "expires",
        value: "DURATION",
        help: "how long it lives, such as 12h; default 12h for a user, 8760h (a year) for the others"
    )

    static let syntax = CommandSyntax(
        name: "token create",
        summary: "give out a token for the status API",
        details: [
            "Prints the token, and nothing else, on standard output. It stands nowhere else: only its id, its claim "
                + "'jti', is kept, by which 'reconciler token revoke' takes it back.",
            "A token of type user that names a user ends when that user gets another password or is deleted. "
                + "Without a running daemon the command works on the state dir itself.",
        ],
        options: [type, name, service, expires],
        examples: [
            .init("reconciler token create --type user --name alice", "twelve hours for a person"),
            .init("reconciler token create --type service --service web --name ci", "for the CI job of one service"),
            .init("reconciler token create --type config --expires 720h", "for service discovery, 30 days"),
        ],
        exitCodes: AccessExitCodes.writing
    )

    static func run(_ invocation: Invocation, _ context: CommandContext) async throws -> ExitCode {
        let body: JSONValue = .members([
            "action": .string("create"), "type": .string(try kind(invocation)),
            "name": .optional(invocation.value(name)),
            "service": .optional(invocation.value(service)), "expires": .optional(invocation.value(expires)),
        ])
        let answer = try await AccessPlace.with(invocation, context, makesStore: true) {
            try await $0.post("/tokens", body)
        }
        guard let token = answer["token"]?.string else {
            throw CommandFailure(.failed, "the daemon's answer holds no token; it may be of another version")
        }
        warn(invocation, answer, context.console)
        try context.console.write("\(token)\n")
        return .done
    }

    private static func kind(_ invocation: Invocation) throws(UsageError) -> String {
        guard let kind = invocation.value(type) else {
            throw UsageError("--type is missing: user, service or config", command: syntax.name)
        }
        guard (kind == "service") == (invocation.value(service) != nil) else {
            let message = "--service goes with --type service, and --type service with it"
            throw UsageError(message, command: syntax.name)
        }
        try check(invocation)
        return kind
    }

    private static func check(_ invocation: Invocation) throws(UsageError) {
        if let name = invocation.value(name), UserName(name) == nil {
            throw UsageError("--name takes \(UserName.rule)", command: syntax.name)
        }
        if let service = invocation.value(service), ServiceName(service) == nil {
            throw UsageError("--service takes a service's name: \(ServiceName.rule)", command: syntax.name)
        }
        guard let expires = invocation.value(expires) else { return }
        let limit = TokenRequest.longestLifetime
        guard let lifetime = DurationText.milliseconds(expires), (1...limit).contains(lifetime) else {
            throw UsageError(
                "--expires takes a duration such as 12h, at most \(DurationText.text(milliseconds: limit)), not "
                    + "\"\(SafeText.line(expires))\"",
                command: syntax.name
            )
        }
    }

    /// A name that is misspelt would be found out late.
    private static func warn(_ invocation: Invocation, _ answer: JSONValue, _ console: any Console) {
        if let name = invocation.value(service), answer["has_service"]?.bool == false {
            console.say("no service is called '\(name)' now: the token reads nothing until there is one")
        }
        guard invocation.value(type) == "user", let name = invocation.value(name), answer["has_account"]?.bool == false
        else { return }
        console.say(
            "no user is called '\(name)': the token lives until it expires, or until 'reconciler token revoke "
                + "\(answer["record"]?["id"]?.integer ?? 0)'"
        )
    }
}

/// What the commands about users and tokens exit with.
enum AccessExitCodes {
    static let reading: [CommandSyntax.ExitCodeMeaning] = [
        .init(.done, "shown"), .init(.failed, "the store cannot be used"), .init(.usage, "wrong usage"),
        .init(.noDaemon, "no daemon answers, and there is no store to work on"),
    ]
    static let writing: [CommandSyntax.ExitCodeMeaning] = [
        .init(.done, "done"), .init(.failed, "refused, or the store cannot be used"), .init(.usage, "wrong usage"),
        .init(.noDaemon, "no daemon answers, and there is no store to work on"),
    ]
}
