/// Where the members of a JSON object are, in bytes that may end before it does.
struct ObjectOutline: Hashable {
    /// The brace that opens the object.
    private(set) var opening: Int?
    /// The last comma between members of the object itself.
    private(set) var lastComma: Int?
    /// Whether the bytes end inside of a text that belongs to the object itself.
    var endsInText: Bool { isInText && depth == 1 }

    private var depth = 0
    private var isInText = false
    private var isEscaped = false

    init(_ bytes: [UInt8]) {
        for (index, byte) in bytes.enumerated() {
            if isInText { takeText(byte) } else { take(byte, at: index) }
        }
    }

    private mutating func takeText(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInText = false
        }
    }

    private mutating func take(_ byte: UInt8, at index: Int) {
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
            opening = opening ?? index
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: ","): if depth == 1 { lastComma = index }
        default: break
        }
    }
}
