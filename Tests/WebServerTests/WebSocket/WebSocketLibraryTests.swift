import Foundation
import Platform
import Testing
import WebServer

@Suite("WebSocket with somebody else's client")
struct WebSocketLibraryTests {
    /// A Python that has the `websockets` package: `make test` names the one that `Scripts/setup` makes.
    private static let python = ProcessInfo.processInfo.environment["RECONCILER_TEST_WEBSOCKETS"]

    @Test(
        "agrees in everything the Python package does",
        .enabled(if: python != nil, "RECONCILER_TEST_WEBSOCKETS names no Python that has websockets; see `make test`")
    )
    func package() async throws {
        let python = try #require(Self.python)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Fixtures/websockets_client.py").standardizedFileURL.path
        var configuration = ServerConfiguration()
        configuration.webSocket.pingInterval = 200
        configuration.webSocket.pongTimeout = 180_000
        configuration.webSocket.closeTimeout = 180_000
        try await withServer(configuration) { request in
            guard request.path == "/" else { return .text(403, "not here\n") }
            return .webSocket(to: request) { connection in
                RecordingSession(connection, SessionLog()) { connection, happening in
                    guard happening == .received("close me") else {
                        return RecordingSession.echo(connection, happening)
                    }
                    connection.close(WebSocketCloseCode(rawValue: 4000), "as you wish")
                }
            }
        } body: { address in
            guard case .tcp(_, let port) = address else { return }
            let status = try await onThread {
                try SpawnRequest(executable: python, arguments: [script, "\(port)"], descriptors: [2: 2]).start().wait()
            }
            #expect(status == .exited(0))
        }
    }
}
