import Testing
import WebServer

/// A WebSocket client that sends whatever frames it likes; its calls block.
final class WebSocketClient: Sendable {
    /// A server's frame.
    enum Frame: Equatable, Sendable {
        case text([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(code: UInt16?, reason: String)

        static func text(_ text: String) -> Frame { .text(Array(text.utf8)) }
    }

    /// What the server sent is no frame that a server may send.
    struct BadFrame: Error {
        let bytes: [UInt8]
    }

    let raw: RawClient

    /// Connects and shakes hands; `ahead` goes out with the handshake.
    init(
        _ address: Listener.Address,
        path: String = "/",
        receiveBuffer: Int32? = nil,
        ahead: [UInt8] = []
    ) throws {
        raw = try RawClient(address, receiveBuffer: receiveBuffer)
        try raw.send(Array(WebSocketClient.handshake(path).utf8) + ahead)
        let head = try raw.readHead()
        guard head.hasPrefix("HTTP/1.1 101 ") else { throw BadFrame(bytes: Array(head.utf8)) }
    }

    static func handshake(_ path: String = "/") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    }

    func send(_ frames: ClientFrame...) throws {
        try raw.send(frames.flatMap(\.bytes))
    }

    /// The next frame; nil at the connection's end.
    func next() throws -> Frame? {
        guard let start = try raw.readExactly(2) else { return nil }
        // Everything this server sends is final, unmasked, without extensions and in the shortest form.
        guard start[0] & 0xF0 == 0x80, start[1] < 128 else { throw BadFrame(bytes: start) }
        let length = try length(start[1])
        guard let payload = try raw.readExactly(length) else { return nil }
        switch start[0] & 0x0F {
        case 1: return .text(payload)
        case 8: return try close(payload)
        case 9: return .ping(payload)
        case 10: return .pong(payload)
        default: throw BadFrame(bytes: start)
        }
    }

    /// All frames up to the connection's end.
    func rest() throws -> [Frame] {
        var frames: [Frame] = []
        while let frame = try next() { frames.append(frame) }
        return frames
    }

    private func length(_ short: UInt8) throws -> Int {
        guard short > 125 else { return Int(short) }
        let bytes = try raw.readExactly(short == 126 ? 2 : 8) ?? []
        let length = bytes.reduce(0) { $0 << 8 | Int($1) }
        guard length > (short == 126 ? 125 : 65_535) else { throw BadFrame(bytes: bytes) }
        return length
    }

    private func close(_ payload: [UInt8]) throws -> Frame {
        guard payload.count != 1, payload.count <= 125,
            let reason = String(validating: payload.dropFirst(2), as: UTF8.self)
        else { throw BadFrame(bytes: payload) }
        return .close(code: payload.isEmpty ? nil : UInt16(payload[0]) << 8 | UInt16(payload[1]), reason: reason)
    }
}
