/// What stands before a client's payload (RFC 6455 §5.2).
struct FrameHeader: Equatable, Sendable {
    /// Whether the message ends with the frame.
    let isFinal: Bool
    let opcode: WebSocketOpcode
    let length: UInt64
    /// What the payload is masked with, the first byte the highest.
    let key: UInt32
}

/// Makes headers of bytes, one after the other.
struct FrameHeaderReader: Sendable {
    private enum Phase {
        case start
        case length
        /// The length follows in bytes of its own; one that is less would have had a shorter form.
        case longLength(bytesLeft: Int, soFar: UInt64, least: UInt64)
        case key(bytesLeft: Int, soFar: UInt32)
    }

    private var phase = Phase.start
    private var isFinal = true
    private var opcode = WebSocketOpcode.text
    private var length: UInt64 = 0

    /// Takes the next byte; the header, once it is complete.
    mutating func take(_ byte: UInt8) throws(WebSocketFailure) -> FrameHeader? {
        switch phase {
        case .start: try readStart(byte)
        case .length: try readLength(byte)
        case .longLength(let left, let soFar, let least): try readLongLength(byte, left, soFar, least)
        case .key(let left, let soFar): return readKey(byte, left, soFar)
        }
        return nil
    }

    private mutating func readStart(_ byte: UInt8) throws(WebSocketFailure) {
        guard byte & 0x70 == 0 else { throw WebSocketFailure(.protocolError, "a reserved bit is set") }
        guard let opcode = WebSocketOpcode(rawValue: byte & 0x0F) else {
            throw WebSocketFailure(.protocolError, "the opcode is reserved")
        }
        self.opcode = opcode
        isFinal = byte & 0x80 != 0
        guard isFinal || !opcode.isControl else {
            throw WebSocketFailure(.protocolError, "a control frame is fragmented")
        }
        phase = .length
    }

    private mutating func readLength(_ byte: UInt8) throws(WebSocketFailure) {
        guard byte & 0x80 != 0 else { throw WebSocketFailure(.protocolError, "the frame is not masked") }
        let short = byte & 0x7F
        guard short <= 125 || !opcode.isControl else {
            throw WebSocketFailure(.protocolError, "a control frame is too long")
        }
        switch short {
        case 126: phase = .longLength(bytesLeft: 2, soFar: 0, least: 126)
        case 127: phase = .longLength(bytesLeft: 8, soFar: 0, least: 65_536)
        default: finishLength(UInt64(short))
        }
    }

    private mutating func readLongLength(
        _ byte: UInt8,
        _ left: Int,
        _ soFar: UInt64,
        _ least: UInt64
    ) throws(WebSocketFailure) {
        guard left < 8 || byte < 0x80 else {
            throw WebSocketFailure(.protocolError, "the length has its highest bit set")
        }
        let value = soFar << 8 | UInt64(byte)
        guard left == 1 else {
            phase = .longLength(bytesLeft: left - 1, soFar: value, least: least)
            return
        }
        guard value >= least else { throw WebSocketFailure(.protocolError, "the length is not in its shortest form") }
        finishLength(value)
    }

    private mutating func finishLength(_ value: UInt64) {
        length = value
        phase = .key(bytesLeft: 4, soFar: 0)
    }

    private mutating func readKey(_ byte: UInt8, _ left: Int, _ soFar: UInt32) -> FrameHeader? {
        let key = soFar << 8 | UInt32(byte)
        guard left == 1 else {
            phase = .key(bytesLeft: left - 1, soFar: key)
            return nil
        }
        phase = .start
        return FrameHeader(isFinal: isFinal, opcode: opcode, length: length, key: key)
    }
}
