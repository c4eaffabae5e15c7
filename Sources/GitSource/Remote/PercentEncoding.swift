/// `%20` and the like in a URL (RFC 3986 §2.1).
enum PercentEncoding {
    /// The text with each byte in the place of its code; nil if that is not UTF-8.
    ///
    /// A percent sign without a code stays, as git has it.
    static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = code(rest.prefix(2)) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func code(_ digits: ArraySlice<UInt8>) -> UInt8? {
        // Not by UInt8's own reading, which takes a sign.
        guard digits.count == 2, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
