import Synchronization
import WebServer

/// Writes down what it is told, and does what a test wants.
final class RecordingSession: WebSocketSession {
    typealias Reaction = @Sendable (WebSocketConnection, Happening) -> Void

    enum Happening: Equatable, Sendable {
        case opened
        case received(String)
        case drained
        case closed(WebSocketEnd)
    }

    let connection: WebSocketConnection
    private let log: SessionLog
    private let react: Reaction

    init(_ connection: WebSocketConnection, _ log: SessionLog, _ react: @escaping Reaction) {
        self.connection = connection
        self.log = log
        self.react = react
    }

    func opened() { happened(.opened) }
    func received(_ text: String) { happened(.received(text)) }
    func drained() { happened(.drained) }
    func closed(_ end: WebSocketEnd) { happened(.closed(end)) }

    private func happened(_ happening: Happening) {
        log.add(happening)
        react(connection, happening)
    }

    /// Answers each message with itself.
    @Sendable static func echo(_ connection: WebSocketConnection, _ happening: Happening) {
        if case .received(let text) = happening { connection.send([.text(text)]) }
    }
}

/// What the sessions of a test were told, and their connections.
final class SessionLog: Sendable {
    private let all = Mutex<(happenings: [RecordingSession.Happening], connections: [WebSocketConnection])>(([], []))

    func add(_ happening: RecordingSession.Happening) {
        all.withLock { $0.happenings.append(happening) }
    }

    func add(_ connection: WebSocketConnection) {
        all.withLock { $0.connections.append(connection) }
    }

    var connections: [WebSocketConnection] { all.withLock { $0.connections } }

    /// What happened, without being told that nothing waits.
    var happenings: [RecordingSession.Happening] {
        all.withLock { $0.happenings.filter { $0 != .drained } }
    }

    /// How often it was told that nothing waits.
    var drains: Int { all.withLock { $0.happenings.count { $0 == .drained } } }

    var ends: [WebSocketEnd] {
        happenings.compactMap { if case .closed(let end) = $0 { end } else { nil } }
    }
}

/// Runs a server that speaks WebSocket for the time of `body`.
func withWebSockets<Value>(
    _ configuration: ServerConfiguration = ServerConfiguration(),
    log: SessionLog = SessionLog(),
    react: @escaping RecordingSession.Reaction = RecordingSession.echo,
    body: (Listener.Address) async throws -> Value
) async throws -> Value {
    try await withServer(configuration) { request in
        .webSocket(to: request) { connection in
            log.add(connection)
            return RecordingSession(connection, log, react)
        }
    } body: { address in
        try await body(address)
    }
}
