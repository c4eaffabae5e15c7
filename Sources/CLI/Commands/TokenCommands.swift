internal import Domain

extension Command {
    /// `reconciler token revoke ID`.
    static let tokenRevoke = Command(
        syntax: CommandSyntax(
            name: "token revoke",
            summary: "take a token back",
            details: [
                "ID is the number that 'reconciler token list' shows, or the claim 'jti' of any token. The token is "
                    + "worth nothing from now on, and what it follows ends within a few seconds."
            ],
            operand: OperandSyntax(name: "ID", count: .one),
            examples: [.init("reconciler token revoke 7", "the token with the number 7")],
            exitCodes: AccessExitCodes.writing
        )
    ) { invocation, context in
        let id = invocation.operands.first ?? ""
        guard TokenID(id) != nil else {
            throw CommandFailure(
                .failed,
                "no token has the id '\(SafeText.line(id))'; 'reconciler token list' lists them"
            )
        }
        let body: JSONValue = .members(["action": .string("revoke"), "id": .string(id)])
        let answer = try await AccessPlace.with(invocation, context) { try await $0.post("/tokens", body) }
        let isNew = answer["changed"]?.bool ?? true
        try context.console.write("Token \(id) is \(isNew ? "revoked" : "worth nothing already").\n")
        return .done
    }

    /// `reconciler token list`.
    static let tokenList = Command(
        syntax: CommandSyntax(
            name: "token list",
            summary: "list the tokens that were given out",
            details: [
                "Lists them with what they are for, the newest first, until 30 days after they expire. Tokens that "
                    + "people got for their password are not kept, and not listed."
            ],
            options: [GlobalOptions.output],
            examples: [.init("reconciler token list -o json", "for a program")],
            exitCodes: AccessExitCodes.reading
        )
    ) { invocation, context in
        let tokens = try await AccessPlace.with(invocation, context) { try await $0.list("/tokens") }
        try context.console.write(AccessText(context.console, invocation).tokens(tokens))
        return .done
    }

    private static let now = OptionSyntax(
        name: "now",
        help: "end every token that was given out before, at once; also those of runs under way"
    )

    /// `reconciler token rotate-key`.
    static let tokenRotateKey = Command(
        syntax: CommandSyntax(
            name: "token rotate-key",
            summary: "sign tokens with a new key",
            details: [
                "Tokens that were given out before stay what they are until they expire, and the old key is kept as "
                    + "long. With --now it is dropped: when it may have become known."
            ],
            options: [now],
            examples: [.init("reconciler token rotate-key --now", "the store or a backup of it got into wrong hands")],
            exitCodes: AccessExitCodes.writing
        )
    ) { invocation, context in
        let dropsOldKeys = invocation.has(now)
        let body: JSONValue = .members(["action": .string("rotate-key"), "now": .bool(dropsOldKeys)])
        _ = try await AccessPlace.with(invocation, context, makesStore: true) {
            try await $0.post("/tokens", body)
        }
        let words =
            dropsOldKeys ? "every token from before is worth nothing" : "tokens from before live until they expire"
        try context.console.write("Tokens are signed with a new key; \(words).\n")
        return .done
    }
}
