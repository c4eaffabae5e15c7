import Platform
import Synchronization
import Testing
import WebServer

@Suite("A WebSocket session")
struct WebSocketSessionTests {
    @Test("is closed by the application, after what waits")
    func closing() async throws {
        let log = SessionLog()
        let taken = Mutex<Bool?>(nil)
        try await withWebSockets(log: log) { connection, happening in
            guard happening == .opened else { return }
            connection.send([.text("one"), .text("two")])
            connection.close(.policyViolation, "the token has expired")
            taken.withLock { $0 = connection.send([.text("three")]) }
        } body: { address in
            let frames = try await onThread {
                let client = try WebSocketClient(address)
                let frames = try [client.next(), client.next(), client.next()]
                try client.send(.close(1008))
                return try frames + [client.next()]
            }
            let close = WebSocketClient.Frame.close(code: 1008, reason: "the token has expired")
            #expect(frames == [.text("one"), .text("two"), close, nil])
        }
        #expect(log.ends == [.server(.policyViolation)])
        #expect(taken.withLock { $0 } == false)
    }

    @Test("ends also when the client does not answer the close frame")
    func unansweredClose() async throws {
        var configuration = ServerConfiguration()
        configuration.webSocket.closeTimeout = 50
        try await withWebSockets(configuration) { connection, happening in
            if happening == .opened { connection.close(.normal) }
        } body: { address in
            let frames = try await onThread { try WebSocketClient(address).rest() }
            #expect(frames == [.close(code: 1000, reason: "")])
        }
    }

    @Test("takes no message once it is closed")
    func deaf() async throws {
        let log = SessionLog()
        try await withWebSockets(log: log) { connection, happening in
            if happening == .received("last") { connection.close(.normal) }
        } body: { address in
            let frames = try await onThread {
                let client = try WebSocketClient(address)
                try client.send(.text("last"))
                let frame = try client.next()
                try client.send(.text("too late"), .close(1000))
                return try [frame] + client.rest()
            }
            #expect(frames == [.close(code: 1000, reason: "")])
        }
        #expect(log.happenings == [.opened, .received("last"), .closed(.server(.normal))])
    }

    @Test("ends with the server, which says so")
    func stop() async throws {
        let log = SessionLog()
        let listener = Listener(
            .tcp(host: "127.0.0.1", port: 0),
            handler: ClosureHandler { request in
                .webSocket(to: request) { RecordingSession($0, log, RecordingSession.echo) }
            }
        )
        let server = Server([listener])
        let address = try server.start()[0]
        let client = try await onThread { try WebSocketClient(address) }
        async let stopped: Void = server.stop(grace: 180_000)
        let frames = try await onThread {
            let frame = try client.next()
            try client.send(.close(1001))
            return try [frame] + client.rest()
        }
        await stopped
        #expect(frames == [.close(code: 1001, reason: "the server stops")])
        #expect(log.ends == [.server(.goingAway)])
    }

    @Test("keeps a client that answers pings, and drops one that does not")
    func pings() async throws {
        var configuration = ServerConfiguration()
        configuration.webSocket.pingInterval = 20
        configuration.webSocket.pongTimeout = 3_000
        try await withWebSockets(configuration) { address in
            let frames = try await onThread {
                let client = try WebSocketClient(address)
                var frames: [WebSocketClient.Frame?] = []
                for _ in 0..<40 {
                    frames.append(try client.next())
                    try client.send(.pong())
                }
                return try frames + client.rest()
            }
            #expect(frames.prefix(41).allSatisfy { $0 == .ping([]) })
            #expect(
                frames.dropFirst(40) == [.ping([]), .close(code: 1013, reason: "the client did not answer a ping")]
            )
        }
    }

    @Test("is told when all has left, so that something long is made only as fast as it is read")
    func paging() async throws {
        let pages = Mutex(0)
        let page = (0..<100).map { _ in WebSocketFrame.text(String(repeating: "a", count: 1_000)) }
        var configuration = ServerConfiguration()
        // On a busy machine it may take a while until the client comes to reading.
        configuration.webSocket.takeTimeout = 600_000
        try await withWebSockets(configuration) { connection, happening in
            guard happening == .drained, connection.isOpen else { return }
            let isLast = pages.withLock { pages in
                pages += 1
                return pages == 200
            }
            connection.send(page)
            if isLast { connection.close(.normal) }
        } body: { address in
            let client = try await onThread { try WebSocketClient(address, receiveBuffer: 16_384) }
            #expect(try await settled { pages.withLock { $0 } } < 20)
            let frames = try await onThread { () -> [WebSocketClient.Frame] in
                var frames = try (0..<20_000).compactMap { _ in try client.next() }
                try client.send(.close(1000))
                frames += try client.rest()
                return frames
            }
            #expect(frames.count == 20_001)
            #expect(frames.last == .close(code: 1000, reason: ""))
            #expect(pages.withLock { $0 } == 200)
        }
    }

    /// The number once it has stayed the same for a while.
    private func settled(_ number: @Sendable () -> Int) async throws -> Int {
        var (last, same) = (-1, 0)
        while same < 50 {
            try await Task.sleep(for: .milliseconds(5))
            let now = number()
            same = now == last && now > 0 ? same + 1 : 0
            last = now
        }
        return last
    }
}
