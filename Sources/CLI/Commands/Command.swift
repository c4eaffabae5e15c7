/// A command: how its line looks, and what it does.
struct Command: Sendable {
    let syntax: CommandSyntax
    /// Carries it out; results go to the console's output, messages beside it.
    let run: @Sendable (Invocation, CommandContext) async throws -> ExitCode
}

extension Command {
    /// Every command, in the order in which the help lists them.
    static let all: [Command] = [
        run, initialize, validate, plan, status, explain, sync, wait, cancel, suspend, resume, history, show, logs,
        forget, backup,
        tokenCreate, tokenRevoke, tokenList, tokenRotateKey, userAdd, userUpdate, userDelete, userList,
    ]

    /// Commands that exist in the design and are refused as not supported yet.
    static let later: Set<String> = [
        "release"
    ]
}
