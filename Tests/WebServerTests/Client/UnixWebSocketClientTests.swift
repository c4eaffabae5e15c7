import Synchronization
import Testing
import WebServer

@Suite("The client that listens")
struct UnixWebSocketClientTests {
    /// Runs a WebSocket server on a Unix socket for the time of `body`.
    private func withServer(
        _ configuration: ServerConfiguration = ServerConfiguration(),
        log: SessionLog = SessionLog(),
        react: @escaping RecordingSession.Reaction,
        body: (String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s"
        let handler = ClosureHandler { request in
            guard request.path == "/feed" else { return .text(404, "nothing") }
            return .webSocket(to: request) { RecordingSession($0, log, react) }
        }
        let server = Server([Listener(.unix(path: path), handler: handler)], configuration: configuration)
        _ = try server.start()
        do {
            try await body(path)
        } catch {
            await server.stop(grace: 0)
            throw error
        }
        await server.stop(grace: 0)
    }

    @Test("reads messages of every length to the server's end")
    func messages() async throws {
        let texts = [0, 1, 125, 126, 65_535, 65_536, 200_000].map { String(repeating: "é", count: $0 / 2) + "x" }
        try await withServer(react: { connection, happening in
            guard happening == .opened else { return }
            for text in texts { connection.send([.text(text)]) }
            connection.close(.normal)
        }) { path in
            let read = try await onThread {
                var client = try UnixWebSocketClient(path: path, target: "/feed", timeout: 60_000)
                var read: [String] = []
                while let text = try client.next() { read.append(text) }
                return read
            }
            #expect(read == texts)
        }
    }

    @Test("answers pings, so that it is not dropped")
    func pings() async throws {
        var configuration = ServerConfiguration()
        (configuration.webSocket.pingInterval, configuration.webSocket.pongTimeout) = (20, 60_000)
        let log = SessionLog()
        try await withServer(configuration, log: log) { connection, happening in
            // The ping itself drains: after some of them it has shown what it can.
            if happening == .drained, log.drains >= 5 { connection.close(.normal) }
        } body: { path in
            let end = try await onThread {
                var client = try UnixWebSocketClient(path: path, target: "/feed", timeout: 60_000)
                return try client.next()
            }
            #expect(end == nil)
            #expect(try await eventually { log.ends == [.server(.normal)] })
        }
    }

    @Test("takes nothing else for a WebSocket server")
    func refused() async throws {
        try await withServer(react: { _, _ in }) { path in
            await #expect(throws: HTTPClientError.badAnswer("HTTP/1.1 404 Not Found")) {
                try await onThread { _ = try UnixWebSocketClient(path: path, target: "/other", timeout: 60_000) }
            }
        }
        await #expect(throws: HTTPClientError.nobodyListens(path: "/nowhere/s")) {
            try await onThread { _ = try UnixWebSocketClient(path: "/nowhere/s", target: "/", timeout: 60_000) }
        }
    }

    @Test("gives up when nothing comes in time")
    func silence() async throws {
        try await withServer(react: { _, _ in }) { path in
            await #expect(throws: HTTPClientError.timedOut(50)) {
                try await onThread {
                    var client = try UnixWebSocketClient(path: path, target: "/feed", timeout: 50)
                    _ = try client.next()
                }
            }
        }
    }
}
