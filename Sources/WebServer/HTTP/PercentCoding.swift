/// Percent-encoding of UTF-8 text (RFC 3986 §2.1).
package enum PercentCoding {
    /// The text behind the encoding.
    ///
    /// - Throws: 400 for a `%` without two hexadecimal digits, for a zero byte, and for bytes that are not UTF-8.
    package static func decode(_ text: Substring, plusIsSpace: Bool = false) throws(ParseFailure) -> String {
        guard text.utf8.contains(where: { $0 == 0x25 || $0 == 0x2B && plusIsSpace }) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case 0x25: bytes.append(try decodedByte(rest.next(), rest.next()))
            case 0x2B where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw ParseFailure(400, "the request target is not UTF-8")
        }
        return decoded
    }

    /// The text as one part of a path or query: everything but letters, digits and `-._~` is encoded.
    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if CharacterClass.isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func decodedByte(_ high: UInt8?, _ low: UInt8?) throws(ParseFailure) -> UInt8 {
        guard let high = high.flatMap(CharacterClass.hexValue), let low = low.flatMap(CharacterClass.hexValue) else {
            throw ParseFailure(400, "the request target holds a bad percent-encoding")
        }
        guard high | low != 0 else { throw ParseFailure(400, "the request target holds a zero byte") }
        return high << 4 | low
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
