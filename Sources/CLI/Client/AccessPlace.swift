internal import Platform

/// Finds who answers about users and tokens: the daemon, or with none the store itself.
enum AccessPlace {
    /// Gives `work` whom to ask; the state dir's lock is held meanwhile if that is the store.
    ///
    /// `makesStore` makes a store where there is none yet.
    ///
    /// - Throws: ``CommandFailure``, or what `work` throws.
    static func with<Answer>(
        _ invocation: Invocation,
        _ context: CommandContext,
        makesStore: Bool = false,
        _ work: (any ControlClient) async throws -> Answer
    ) async throws -> Answer {
        let client = try context.client(invocation)
        guard try await !client.isAnswered() else { return try await work(client) }
        guard let path = ControlSocketPlace(context).stateDir(invocation),
            makesStore || Folder.somethingExists(at: StateDir.store(in: path))
        else { throw client.nobodyAnswers }
        try LocalDisk.require(path)
        try refuseIfHeld(path, client)
        let stateDir = try await StateDir(path)
        return try await work(try OfflineStore(stateDir, context: context))
    }

    /// A daemon that holds the lock and does not answer is elsewhere, or not there yet.
    private static func refuseIfHeld(_ stateDir: String, _ client: DaemonClient) throws {
        guard try FileLock.isHeld(StateDir.lock(in: stateDir)) else { return }
        throw CommandFailure(
            .noDaemon,
            "a daemon uses the state dir \(stateDir) and none answers at \(client.socket)\nIt is starting or stopping; "
                + "or its socket is elsewhere: say where with --control-socket."
        )
    }
}
