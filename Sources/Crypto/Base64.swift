/// Base64 (RFC 4648) with one of its alphabets, read strictly: one text for each sequence of bytes.
package struct Base64: Sendable {
    /// §5, without padding, as tokens have it (RFC 7515 §2).
    package static let url = Base64(last: "-_", isPadded: false)
    /// §4, with padding, as HTTP Basic has it.
    package static let standard = Base64(last: "+/", isPadded: true)

    private let alphabet: [UInt8]
    private let isPadded: Bool
    private let values: [UInt8: UInt32]

    private init(last: String, isPadded: Bool) {
        alphabet = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last).utf8)
        values = Dictionary(alphabet.enumerated().map { ($1, UInt32($0)) }) { first, _ in first }
        self.isPadded = isPadded
    }

    package func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            text += (0...group.count).map { alphabet[Int(bits >> UInt32(18 - 6 * $0) & 63)] }
            if isPadded { text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that ``encode(_:)`` makes exactly this text of; nil if there are none.
    package func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for character in text.utf8 where character != UInt8(ascii: "=") {
            guard let value = values[character] else { return nil }
            bits = bits << 6 | value
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }
}
