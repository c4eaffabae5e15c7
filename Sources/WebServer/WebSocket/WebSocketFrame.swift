/// A frame as it goes out to clients, encoded once for all of them (RFC 6455 §5.2).
///
/// Its bytes are one immutable buffer: handing it to a thousand connections copies nothing.
package struct WebSocketFrame: Equatable, Sendable {
    package let bytes: [UInt8]

    /// A whole text message.
    package static func text(_ text: String) -> WebSocketFrame { WebSocketFrame(.text, text.utf8) }

    /// A whole text message of bytes that are known to be UTF-8.
    package static func text(utf8 bytes: some Collection<UInt8>) -> WebSocketFrame { WebSocketFrame(.text, bytes) }

    static let ping = WebSocketFrame(.ping, [])

    static func pong(_ payload: [UInt8]) -> WebSocketFrame { WebSocketFrame(.pong, payload) }

    /// The reason is cut to the 123 bytes that a frame has room for.
    static func close(_ code: WebSocketCloseCode?, _ reason: String = "") -> WebSocketFrame {
        guard let code else { return WebSocketFrame(.close, []) }
        let high = UInt8(truncatingIfNeeded: code.rawValue >> 8)
        return WebSocketFrame(.close, [high, UInt8(truncatingIfNeeded: code.rawValue)] + cut(reason, to: 123))
    }

    /// What the frame carries.
    package var payload: ArraySlice<UInt8> {
        switch bytes[1] {
        case 126: bytes[4...]
        case 127: bytes[10...]
        default: bytes[2...]
        }
    }

    private init(_ opcode: WebSocketOpcode, _ payload: some Collection<UInt8>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 10)
        bytes.append(0x80 | opcode.rawValue)
        WebSocketFrame.append(length: payload.count, to: &bytes)
        bytes.append(contentsOf: payload)
        self.bytes = bytes
    }

    private static func append(length: Int, to bytes: inout [UInt8]) {
        switch length {
        case ...125:
            bytes.append(UInt8(length))
        case ...0xFFFF:
            bytes.append(126)
            withUnsafeBytes(of: UInt16(length).bigEndian) { bytes.append(contentsOf: $0) }
        default:
            bytes.append(127)
            withUnsafeBytes(of: UInt64(length).bigEndian) { bytes.append(contentsOf: $0) }
        }
    }

    private static func cut(_ text: String, to limit: Int) -> [UInt8] {
        var kept: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            guard kept.count + bytes.count <= limit else { break }
            kept += bytes
        }
        return kept
    }
}
