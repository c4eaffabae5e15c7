import Synchronization
import TestSupport
import Testing
import WebServer

@Suite("WebSocket over a socket")
struct WebSocketWireTests {
    @Test("answers every case of RFC 6455 as it says", arguments: [nil, 1, 3] as [Int?])
    func cases(pieceSize: Int?) async throws {
        try await withWebSockets { address in
            let wrong = try await onThread {
                try WebSocketCase.all.filter { pieceSize == nil || $0.bytes.count < 100 }
                    .compactMap { try Self.run($0, pieceSize, address) }
            }
            #expect(wrong == [])
        }
    }

    /// Plays the case; what was wrong, if anything was.
    private static func run(_ example: WebSocketCase, _ pieceSize: Int?, _ address: Listener.Address) throws -> String?
    {
        let client = try WebSocketClient(address)
        try send(example.bytes, pieceSize, client.raw)
        var frames: [WebSocketClient.Frame] = []
        if example.ending == nil {
            while frames.count < example.texts.count + example.pongs.count, let frame = try client.next() {
                frames.append(frame)
            }
            try client.send(.close(1000))
        }
        frames += try client.rest()
        let expected = example.ending ?? .code(1000)
        guard case .close(let code, _) = frames.last, code.map(WebSocketCase.Ending.code) ?? .noCode == expected else {
            return "\(example.name): \(frames.suffix(3))"
        }
        guard example.ending == nil else { return nil }
        let texts = frames.compactMap { if case .text(let bytes) = $0 { bytes } else { nil } }
        let pongs = frames.compactMap { if case .pong(let bytes) = $0 { bytes } else { nil } }
        return texts == example.texts && pongs == example.pongs ? nil : "\(example.name): \(frames.prefix(3))"
    }

    private static func send(_ bytes: [UInt8], _ pieceSize: Int?, _ client: RawClient) throws {
        guard let pieceSize else { return try client.send(bytes) }
        for start in stride(from: 0, to: bytes.count, by: pieceSize) {
            try client.send(Array(bytes[start..<min(start + pieceSize, bytes.count)]))
        }
    }

    @Test("takes frames that came with the handshake")
    func ahead() async throws {
        try await withWebSockets { address in
            let frame = try await onThread {
                try WebSocketClient(address, ahead: ClientFrame.text("early").bytes).next()
            }
            #expect(frame == .text("early"))
        }
    }

    @Test("follows other requests on the same connection")
    func keptAlive() async throws {
        try await withServer { request in
            guard request.path == "/feed" else { return await echo(request) }
            return .webSocket(to: request) { RecordingSession($0, SessionLog(), RecordingSession.echo) }
        } body: { address in
            let text = try await onThread {
                let client = try RawClient(address)
                try client.send(
                    "GET /a HTTP/1.1\r\nHost: a\r\n\r\n" + WebSocketClient.handshake("/b")
                        + WebSocketClient.handshake("/feed")
                )
                try client.send(ClientFrame.text("x").bytes + ClientFrame.close(4000).bytes)
                return try client.readToEnd()
            }
            #expect(text.contains("GET /a 0\n"))
            #expect(text.contains("GET /b 0\n"))
            #expect(text.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
        }
    }

    @Test("tells the session what happened, in order, and how it ended")
    func happenings() async throws {
        for (frames, ending) in [
            ([ClientFrame.close(4001, Array("bye".utf8))], .client(WebSocketCloseCode(rawValue: 4001))),
            ([ClientFrame(opcode: 8)], .client(nil)), ([ClientFrame(opcode: 2)], .server(.unsupportedData)),
            ([], .lost),
        ] as [([ClientFrame], WebSocketEnd)] {
            let log = SessionLog()
            try await withWebSockets(log: log) { address in
                try await onThread {
                    let client = try WebSocketClient(address)
                    try client.send(.text("one"), .ping(), .text("two"))
                    try client.raw.send(frames.flatMap(\.bytes))
                    if frames.isEmpty { client.raw.endSending() }
                    _ = try client.rest()
                }
            }
            #expect(log.happenings == [.opened, .received("one"), .received("two"), .closed(ending)])
            #expect(log.connections.map(\.isOpen) == [false])
        }
    }

    @Test("survives whatever frames come")
    func fuzz() async throws {
        try await withWebSockets { address in
            let odd = try await onThread {
                var random = SplitMix64(seed: FuzzRounds.seed)
                return try (0..<FuzzRounds.overTheWire).compactMap { round -> String? in
                    let client = try WebSocketClient(address)
                    try client.raw.send(FrameMutation.frames(&random))
                    client.raw.endSending()
                    do {
                        _ = try client.rest()
                        return nil
                    } catch {
                        return "seed \(FuzzRounds.seed), round \(round): \(error)"
                    }
                }
            }
            #expect(odd == [])
            let client = try await onThread { try WebSocketClient(address) }
            let answer = try await onThread {
                try client.send(.text("still here"))
                return try client.next()
            }
            #expect(answer == .text("still here"))
        }
    }
}
