/// What a frame is (RFC 6455 §5.2); the other ten codes are reserved.
enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Whether it is about the connection and not part of a message (RFC 6455 §5.5).
    var isControl: Bool { rawValue & 0x8 != 0 }
}
