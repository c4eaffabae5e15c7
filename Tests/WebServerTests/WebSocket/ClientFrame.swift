/// A client's frame, every part of which may be wrong.
struct ClientFrame: Sendable {
    enum LengthForm: Sendable {
        case shortest
        case twoBytes
        case eightBytes
    }

    var isFinal = true
    var reserved: UInt8 = 0
    var opcode: UInt8
    var payload: [UInt8] = []
    /// None leaves the frame unmasked.
    var key: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    var form = LengthForm.shortest
    /// What the header says instead of the payload's length.
    var announced: UInt64?

    static func text(_ text: String) -> ClientFrame { ClientFrame(opcode: 1, payload: Array(text.utf8)) }

    static func close(_ code: UInt16, _ reason: [UInt8] = []) -> ClientFrame {
        ClientFrame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason)
    }

    static func ping(_ payload: [UInt8] = []) -> ClientFrame { ClientFrame(opcode: 9, payload: payload) }

    static func pong(_ payload: [UInt8] = []) -> ClientFrame { ClientFrame(opcode: 10, payload: payload) }

    func with(_ change: (inout ClientFrame) -> Void) -> ClientFrame {
        var copy = self
        change(&copy)
        return copy
    }

    var bytes: [UInt8] {
        let first = (isFinal ? 0x80 : 0) | reserved << 4 | opcode & 0x0F
        return [first] + lengthBytes + (key ?? []) + masked
    }

    private var masked: [UInt8] {
        guard let key, !key.isEmpty else { return payload }
        return payload.enumerated().map { $1 ^ key[$0 % key.count] }
    }

    private var lengthBytes: [UInt8] {
        let mask: UInt8 = key == nil ? 0 : 0x80
        let length = announced ?? UInt64(payload.count)
        switch form {
        case .shortest where length < 126: return [mask | UInt8(length)]
        case .shortest where length < 65_536, .twoBytes: return [mask | 126] + ClientFrame.bigEndian(length, 2)
        case .shortest, .eightBytes: return [mask | 127] + ClientFrame.bigEndian(length, 8)
        }
    }

    private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}
