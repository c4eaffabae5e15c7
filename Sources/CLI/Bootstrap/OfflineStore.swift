internal import Domain
internal import Persistence
internal import Reconciler
internal import StatusAPI
internal import WebServer

/// Answers about users and tokens from the store itself, for a command that has the state dir to itself.
struct OfflineStore: ControlClient {
    private let router: Router

    /// Opens the store of a state dir whose lock is held.
    ///
    /// - Throws: Also where the store is gone of which the state dir has runs or outputs, as a daemon does.
    init(_ stateDir: borrowing StateDir, context: CommandContext) throws {
        let path = stateDir.store
        let log = StderrLog(DaemonConfiguration.defaultLog, time: context.time)
        let runtimeState = RuntimeState(time: context.time)
        let unitOfWork = try SQLiteUnitOfWork(
            path: path,
            presenter: EventPresenter(runtimeState: runtimeState, board: SourceBoard()),
            time: context.time,
            isExpected: try StateDir.hasTraces(in: stateDir.path)
        )
        let commands = MessageBus(
            handler: CommandHandlers(
                unitOfWork: unitOfWork,
                time: context.time,
                random: SystemRandom(),
                runtimeState: runtimeState
            ),
            reactor: NoReaction(),
            log: log
        )
        let parts = AccessParts(
            DaemonConfiguration.Access(),
            try StoreReaders { try SQLiteReadStore(path: path, readers: $0) },
            time: context.time,
            log: log
        )
        router = Routers.access(parts.controls(commands), report: { log.error("the store failed", ["error": $0]) })
    }

    func get(_ path: String, _ query: Query) async throws -> JSONValue {
        try await ask("GET", DaemonClient.target(path, query), [])
    }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await ask("POST", path, body.bytes())
    }

    private func ask(_ method: String, _ target: String, _ body: [UInt8]) async throws -> JSONValue {
        let request = HTTPRequest(
            method,
            try RequestTarget(target),
            body: body,
            peer: .unix(user: 0, process: 0)
        )
        let response = await router.respond(to: request)
        guard case .bytes(let bytes) = response.body else { return .null }
        return try DaemonClient.value(status: response.status, body: bytes)
    }
}

/// Nobody is there to be woken.
private struct NoReaction: EventReacting {
    func react(to stored: StoredEvent) {}
}
