/// Checks text byte by byte as it arrives, so that what can no longer become UTF-8 is refused at once
/// (The Unicode Standard, table 3-7).
struct UTF8Validator: Sendable {
    /// How many bytes of the present character are still to come.
    private var left = 0
    /// What the next of them may be.
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether no character is half there.
    var isComplete: Bool { left == 0 }

    /// Whether the text is still UTF-8 with this byte.
    mutating func accepts(_ byte: UInt8) -> Bool {
        guard left > 0 else { return begins(with: byte) }
        guard next.contains(byte) else { return false }
        left -= 1
        next = 0x80...0xBF
        return true
    }

    private mutating func begins(with byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: expect(1, 0x80...0xBF)
        case 0xE0: expect(2, 0xA0...0xBF)
        case 0xED: expect(2, 0x80...0x9F)
        case 0xE1...0xEF: expect(2, 0x80...0xBF)
        case 0xF0: expect(3, 0x90...0xBF)
        case 0xF1...0xF3: expect(3, 0x80...0xBF)
        case 0xF4: expect(3, 0x80...0x8F)
        default: return false
        }
        return true
    }

    private mutating func expect(_ count: Int, _ range: ClosedRange<UInt8>) {
        left = count
        next = range
    }
}
