/// The sets of characters that HTTP's grammar is made of.
enum CharacterClass {
    /// tchar: what methods and field names are made of (RFC 9110 §5.6.2).
    static func isToken(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || tokenMarks.contains(byte) }

    /// What a field's value may hold: visible characters, spaces, tabs and bytes beyond ASCII (RFC 9110 §5.5).
    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// What a target may hold (RFC 3986 §3.3, §3.4, and the brackets of an address in an absolute form).
    static func isTargetCharacter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || targetMarks.contains(byte) }

    static func isUnreserved(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || unreservedMarks.contains(byte) }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// Whether the text is `host[:port]` by its characters, or empty (RFC 9110 §7.2).
    static func isHost(_ text: String) -> Bool {
        let (host, port) = splitPort(text)
        guard port.utf8.allSatisfy(isDigit) else { return false }
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && host.utf8.count > 2
                && host.utf8.dropFirst().dropLast().allSatisfy { isUnreserved($0) || $0 == 0x3A }
        }
        return host.utf8.allSatisfy { isUnreserved($0) || hostMarks.contains($0) }
    }

    /// Whether the text is `host:port` by its characters, neither of them empty (RFC 9112 §3.2.3).
    static func isHostAndPort(_ text: String) -> Bool {
        let (host, port) = splitPort(text)
        return isHost(text) && !host.isEmpty && !port.isEmpty
    }

    private static func splitPort(_ text: String) -> (host: Substring, port: Substring) {
        guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return (text[...], "") }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static let tokenMarks = ASCIISet("!#$%&'*+-.^_`|~")
    private static let unreservedMarks = ASCIISet("-._~")
    private static let hostMarks = ASCIISet("!$&'()*+,;=%")
    private static let targetMarks = ASCIISet("-._~!$&'()*+,;=:@/?%[]")
}

/// A set of ASCII characters, one bit each.
struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64

    init(_ characters: StaticString) {
        let bytes = characters.description.utf8
        low = bytes.filter { $0 < 64 }.reduce(0) { $0 | 1 << UInt64($1) }
        high = bytes.filter { (64..<128).contains($0) }.reduce(0) { $0 | 1 << UInt64($1 - 64) }
    }

    func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<64: low >> UInt64(byte) & 1 == 1
        case 64..<128: high >> UInt64(byte - 64) & 1 == 1
        default: false
        }
    }
}
