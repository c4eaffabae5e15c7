internal import Domain

extension Command {
    /// `reconciler backup FILE`.
    static let backup = Command(
        syntax: CommandSyntax(
            name: "backup",
            summary: "write a copy of the store while the daemon works",
            details: [
                "The copy is whole and compact, and readable for the daemon's user alone. An earlier backup of the same "
                    + "name is replaced once the new one is on disk; any other file is left alone.",
                "To restore it: stop the daemon, remove 'store.sqlite-wal' and 'store.sqlite-shm' from the state dir, put "
                    + "the file in the place of 'store.sqlite', and start the daemon. It deploys nothing until 'reconciler "
                    + "sync --accept REVISION' says what is to be accepted.",
            ],
            operand: OperandSyntax(name: "FILE", count: .one),
            examples: [.init("reconciler backup /var/backups/reconciler.sqlite", "from a nightly job")],
            exitCodes: [
                .init(.done, "written"), .init(.failed, "it could not be written"), .init(.usage, "wrong usage"),
                .init(.noDaemon, "no daemon answers"),
            ]
        )
    ) { invocation, context in
        guard let file = invocation.operands.first, !file.isEmpty else {
            throw UsageError("FILE is missing", command: invocation.command)
        }
        let path = FilePaths.absolute(file, from: context.workingDirectory)
        let answer = try await context.client(invocation).post("/backup", .members(["path": .string(path)]))
        let bytes = answer["bytes"]?.integer ?? 0
        try context.console.write("\(SafeText.line(path)) holds the store, \(bytes) bytes.\n")
        return .done
    }
}
