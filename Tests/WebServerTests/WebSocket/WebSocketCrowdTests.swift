import Glibc
import Platform
import Synchronization
import Testing
import WebServer

@Suite("Many WebSocket clients")
struct WebSocketCrowdTests {
    @Test("of whom one reads nothing: it is closed with 1013, costs a bounded buffer, and disturbs nobody")
    func slowClient() async throws {
        let log = SessionLog()
        var configuration = ServerConfiguration()
        configuration.webSocket.waiting = 100_000
        let frame = WebSocketFrame.text(String(repeating: "a", count: 10_000))
        try await withWebSockets(configuration, log: log) { address in
            let slow = try await onThread { try WebSocketClient(address, receiveBuffer: 4_096) }
            let quick = try await onThread { try WebSocketClient(address) }
            #expect(try await eventually { log.connections.count == 2 })
            let read = Task { try await onThread { try (0..<200).compactMap { _ in try quick.next() } } }
            var most = 0
            for _ in 0..<200 {
                // The quick one is waited for, so that it is not itself too slow for this loop.
                _ = try await eventually { log.connections[1].waitingBytes < 50_000 }
                for connection in log.connections { connection.send([frame]) }
                most = max(most, log.connections[0].waitingBytes)
            }
            #expect(try await read.value.count == 200)
            #expect(most <= 100_000 + 200)
            #expect(log.ends == [.server(.tryAgainLater)])

            let frames = try await onThread {
                var frames: [WebSocketClient.Frame] = []
                while let frame = try slow.next() {
                    frames.append(frame)
                    if case .close = frame { try slow.send(.close(1013)) }
                }
                return frames
            }
            #expect(frames.last == .close(code: 1013, reason: "the client reads too slowly"))
            #expect(frames.dropLast().allSatisfy { $0 == .text([UInt8](repeating: 0x61, count: 10_000)) })
            #expect(frames.count < 200)
        }
    }

    @Test("of whom one takes nothing for too long: it is closed with 1013 although little waits")
    func stalledClient() async throws {
        let log = SessionLog()
        var configuration = ServerConfiguration()
        configuration.webSocket.takeTimeout = 100
        try await withWebSockets(configuration, log: log) { connection, happening in
            guard happening == .opened else { return }
            connection.send([.text(String(repeating: "a", count: 900_000))])
        } body: { address in
            let client = try await onThread { try WebSocketClient(address, receiveBuffer: 4_096) }
            #expect(try await eventually { log.ends == [.server(.tryAgainLater)] })
            withExtendedLifetime(client) {}
        }
    }

    @Test("of whom one pings without reading: it is closed like another slow one")
    func pingFlood() async throws {
        let log = SessionLog()
        var configuration = ServerConfiguration()
        configuration.webSocket.waiting = 10_000
        try await withWebSockets(configuration, log: log) { address in
            let client = try await onThread { try WebSocketClient(address, receiveBuffer: 4_096) }
            let pings = [UInt8](
                [[ClientFrame]](repeating: [.ping([UInt8](repeating: 1, count: 125))], count: 1_000)
                    .flatMap { $0 }.flatMap(\.bytes)
            )
            try await onThread {
                while log.ends.isEmpty { try client.raw.send(pings) }
            }
            #expect(log.ends == [.server(.tryAgainLater)])
        }
    }

    @Test("all get the same frame, and answer pings")
    func thousand() async throws {
        try OpenFileLimit.set(soft: max(4_096, OpenFileLimit.current().soft))
        let count = 1_000
        let log = SessionLog()
        var configuration = ServerConfiguration()
        configuration.connectionsPerListener = count
        configuration.webSocket.pingInterval = 1_500
        configuration.webSocket.pongTimeout = 180_000
        let frames = (0..<10).map { WebSocketFrame.text("event \($0)") }
        try await withWebSockets(configuration, log: log) { address in
            let clients = try await onThread { try (0..<count).map { _ in try WebSocketClient(address) } }
            #expect(try await eventually { log.connections.count == count })
            for frame in frames {
                for connection in log.connections { connection.send([frame]) }
            }
            let wrong = try await onThread {
                try clients.filter { try $0.events(10) != (0..<10).map { "event \($0)" } }.count
            }
            #expect(wrong == 0)
            // Every one was asked by now, or is the next time.
            let unasked = try await onThread { try clients.filter { try $0.next() != .ping([]) }.count }
            #expect(unasked == 0)
            #expect(log.ends == [])
        }
    }
}

extension WebSocketClient {
    /// The next so many messages; pings between them are answered.
    fileprivate func events(_ count: Int) throws -> [String] {
        var texts: [String] = []
        while texts.count < count, let frame = try next() {
            switch frame {
            case .text(let bytes): texts.append(String(decoding: bytes, as: UTF8.self))
            case .ping: try send(.pong())
            case .pong, .close: return texts
            }
        }
        return texts
    }
}
