/// The bytes of a JSON text, the place that has been reached, and the tokens of RFC 8259.
struct JSONScanner {
    private let bytes: [UInt8]
    private let dialect: JSONDialect
    private var index = 0
    private var line = 1
    /// A place on the present line whose column is known, so that no byte is counted twice.
    private var mark = 0
    private var columnAtMark = 1

    init(_ bytes: [UInt8], _ dialect: JSONDialect = .strict) {
        (self.bytes, self.dialect) = (bytes, dialect)
    }

    var isAtEnd: Bool { index >= bytes.count }

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    var startsWithByteOrderMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// The place of the next byte; a column counts Unicode scalars, so continuation bytes count nothing.
    var position: TextPosition {
        let scalars = bytes[mark..<min(index, bytes.count)].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return TextPosition(line: line, column: columnAtMark + scalars)
    }

    /// The place of the next byte, remembered as the mark from which the next place is counted.
    mutating func markPosition() -> TextPosition {
        let here = position
        (mark, columnAtMark) = (index, here.column)
        return here
    }

    /// What stands at the present place, for messages.
    var found: String {
        guard let byte = peek else { return "the end of the text" }
        guard (0x20..<0x7F).contains(byte) else { return "the byte 0x\(Hexadecimal.text([byte]))" }
        return "'\(Character(UnicodeScalar(byte)))'"
    }

    func failure(_ message: String) -> JSONSyntaxError { JSONSyntaxError(message: message, position: position) }

    mutating func advance() { index += 1 }

    mutating func skipByteOrderMark() {
        if index == 0, startsWithByteOrderMark { index = 3 }
    }

    mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\n"):
                index += 1
                line += 1
                (mark, columnAtMark) = (index, 1)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
            default: return
            }
        }
    }

    /// Takes `byte` if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    /// Takes `word` if it is next.
    mutating func take(_ word: StaticString) -> Bool {
        let wanted = Array(word.description.utf8)
        guard bytes[index...].starts(with: wanted) else { return false }
        index += wanted.count
        return true
    }

    mutating func expect(_ byte: UInt8, orElse message: String) throws(JSONSyntaxError) {
        guard take(byte) else { throw failure("\(message), found \(found)") }
    }
}

extension JSONScanner {
    /// Takes a number (RFC 8259 §6) as it is written.
    mutating func number() throws(JSONSyntaxError) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if let byte = peek, Self.isDigit(byte) { throw failure("a number must not begin with 0") }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    static func beginsNumber(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || isDigit(byte) }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = index
        while let byte = peek, Self.isDigit(byte) { index += 1 }
        guard index > start else { throw failure("expected a digit, found \(found)") }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension JSONScanner {
    /// Takes a number that RFC 8259 does not have, if it is next: what Python writes for one that is not finite.
    mutating func takeNonFinite() -> String? {
        if take("NaN") { return "NaN" }
        if take("Infinity") { return "Infinity" }
        return take("-Infinity") ? "-Infinity" : nil
    }

    /// Passes over a value of any depth, without looking at more of it than its brackets and strings.
    mutating func passOverValue() throws(JSONSyntaxError) {
        var depth = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return }
                depth -= 1
                index += 1
                if depth == 0 { return }
            case UInt8(ascii: ","):
                if depth == 0 { return }
                index += 1
            default: index += 1
            }
        }
        throw failure("the value does not end")
    }
}

extension JSONScanner {
    /// Takes a string (RFC 8259 §7) and decodes it.
    mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        var decoded: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                return try finish(decoded)
            case UInt8(ascii: "\\"):
                index += 1
                decoded.append(contentsOf: try escape())
            case 0x00..<0x20 where dialect == .strict:
                throw failure("a control character in a string must be escaped (\\u00\(Hexadecimal.text([byte])))")
            default:
                decoded.append(byte)
                index += 1
            }
        }
        throw failure("the string does not end")
    }

    private mutating func finish(_ decoded: [UInt8]) throws(JSONSyntaxError) -> String {
        guard dialect == .lenient || String(validating: decoded, as: UTF8.self) != nil else {
            throw failure("the string is not UTF-8")
        }
        index += 1
        return String(decoding: decoded, as: UTF8.self)
    }

    private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
        guard let byte = peek else { throw failure("the string does not end") }
        if byte == UInt8(ascii: "u") { return Array(String(Character(try unicodeEscape())).utf8) }
        guard let plain = Self.plainEscapes[byte] else { throw failure("unknown escape, found \(found)") }
        index += 1
        return [plain]
    }

    private static let plainEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    /// Takes `uXXXX`, and the second half of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> UnicodeScalar {
        let first = try codeUnit()
        if let scalar = UnicodeScalar(first) { return scalar }
        let behind = index
        guard first < 0xDC00, take(UInt8(ascii: "\\")), peek == UInt8(ascii: "u") else {
            return try half(endsAt: behind)
        }
        let second = try codeUnit()
        let combined = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
        guard (0xDC00...0xDFFF).contains(second), let scalar = UnicodeScalar(combined) else {
            return try half(endsAt: behind)
        }
        return scalar
    }

    /// What stands for half of a surrogate pair, where the dialect allows it; reading goes on behind it.
    private mutating func half(endsAt end: Int) throws(JSONSyntaxError) -> UnicodeScalar {
        guard dialect == .lenient else { throw failure("half of a surrogate pair") }
        index = end
        return "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        index += 1
        let end = index + 4
        guard end <= bytes.count else { throw failure("\\u needs four hexadecimal digits") }
        let digits = bytes[index..<end]
        let isPlain = digits.allSatisfy { UnicodeScalar($0).properties.isASCIIHexDigit }
        guard isPlain, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("\\u needs four hexadecimal digits")
        }
        index = end
        return unit
    }
}
