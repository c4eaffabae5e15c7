internal import Domain

extension Command {
    /// `reconciler user add NAME`.
    static let userAdd = Command(
        syntax: CommandSyntax(
            name: "user add",
            summary: "let a person read the status API",
            details: [
                "The password is asked for at the terminal, or read from standard input, or from a file; never from the "
                    + "line, which others can see.",
                "With name and password a person gets a token for twelve hours at /api/v1/token.",
            ],
            operand: UserChange.operand,
            options: [UserChange.passwordFile],
            examples: [
                .init("reconciler user add alice", "asks for the password"),
                .init("reconciler user add alice --password-file secret", "reads it from a file"),
            ],
            exitCodes: AccessExitCodes.writing
        )
    ) { invocation, context in
        try await UserChange(invocation, context).run("add", makesStore: true, done: "may read the status API")
    }

    /// `reconciler user update NAME`.
    static let userUpdate = Command(
        syntax: CommandSyntax(
            name: "user update",
            summary: "give a user another password",
            details: [
                "The password is asked for as by 'reconciler user add'. Every token of the user ends at once."
            ],
            operand: UserChange.operand,
            options: [UserChange.passwordFile],
            examples: [.init("reconciler user update alice", "asks for the new password")],
            exitCodes: AccessExitCodes.writing
        )
    ) { invocation, context in
        try await UserChange(invocation, context).run(
            "update",
            done: "has another password; their tokens have ended"
        )
    }

    /// `reconciler user delete NAME`.
    static let userDelete = Command(
        syntax: CommandSyntax(
            name: "user delete",
            summary: "let a person in no more",
            details: ["Every token of the user ends at once."],
            operand: UserChange.operand,
            examples: [.init("reconciler user delete alice", "and end what she follows")],
            exitCodes: AccessExitCodes.writing
        )
    ) { invocation, context in
        let change = try UserChange(invocation, context)
        return try await change.send("delete", password: nil, done: "is deleted; their tokens have ended")
    }

    /// `reconciler user list`.
    static let userList = Command(
        syntax: CommandSyntax(
            name: "user list",
            summary: "list the users of the status API",
            details: ["Lists them by name."],
            options: [GlobalOptions.output],
            examples: [.init("reconciler user list -o json", "for a program")],
            exitCodes: AccessExitCodes.reading
        )
    ) { invocation, context in
        let users = try await AccessPlace.with(invocation, context) { try await $0.list("/users") }
        try context.console.write(AccessText(context.console, invocation).users(users))
        return .done
    }
}

/// A change to one user.
private struct UserChange {
    static let operand = OperandSyntax(name: "NAME", count: .one)
    static let passwordFile = OptionSyntax(
        name: "password-file",
        value: "FILE",
        help: "read the password from this file; - is standard input"
    )

    private let invocation: Invocation
    private let context: CommandContext
    private let name: UserName

    /// - Throws: ``UsageError`` for what cannot be a user's name.
    init(_ invocation: Invocation, _ context: CommandContext) throws(UsageError) {
        let text = invocation.operands.first ?? ""
        guard let name = UserName(text) else {
            let message = "a user's name is \(UserName.rule), not \"\(SafeText.line(text))\""
            throw UsageError(message, command: invocation.command)
        }
        self.name = name
        self.invocation = invocation
        self.context = context
    }

    /// Finds the password and carries the change out.
    func run(_ action: String, makesStore: Bool = false, done: String) async throws -> ExitCode {
        let password = try password()
        if Password(password)?.isShort == true {
            context.console.say("a password of fewer than \(Password.advisable) characters is easily guessed")
        }
        return try await send(action, password: password, makesStore: makesStore, done: done)
    }

    func send(_ action: String, password: String?, makesStore: Bool = false, done: String) async throws -> ExitCode {
        let body: JSONValue = .members([
            "action": .string(action), "name": .string(name.text), "password": .optional(password),
        ])
        _ = try await AccessPlace.with(invocation, context, makesStore: makesStore) {
            try await $0.post("/users", body)
        }
        try context.console.write("\(name) \(done).\n")
        return .done
    }

    private func password() throws -> String {
        guard let file = invocation.value(Self.passwordFile), file != "-" else {
            return try context.passwords.newPassword(of: name)
        }
        do {
            let text = try SecretPlace.contents(of: FilePaths.absolute(file, from: context.workingDirectory))
            return try PasswordText.of(Array(text.utf8))
        } catch let error as UnreadableSecret {
            throw CommandFailure(.failed, "the password cannot be read: \(error)")
        }
    }
}
