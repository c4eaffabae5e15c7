/// Text from outside made fit for a terminal: nothing in it moves the cursor or changes a colour.
enum SafeText {
    /// On one line: control characters, line breaks included, become spaces.
    static func line(_ text: String) -> String { clean(text) { _ in false } }

    /// The same, with line breaks and tabs left as they are.
    static func lines(_ text: String) -> String { clean(text) { $0 == "\n" || $0 == "\t" } }

    private static func clean(_ text: String, keeping isKept: (UnicodeScalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: { isHarmful($0) && !isKept($0) }) else { return text }
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { cleaned.append(isHarmful(scalar) && !isKept(scalar) ? " " : scalar) }
        return String(cleaned)
    }

    /// Control characters, and the marks that reorder what stands around them.
    private static func isHarmful(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
