/// Bytes of a text, looked at line by line.
enum TextLines {
    /// Each without its line break, of whatever kind.
    static func of(_ text: [UInt8]) -> some Sequence<ArraySlice<UInt8>> {
        text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).lazy.map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at either end.
    var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return []
        }
        return self[first...last]
    }

    /// What stands before the first `mark` that follows a space or a tab, or begins the line.
    func before(comment mark: UInt8) -> ArraySlice<UInt8> {
        let start = indices.first { self[$0] == mark && ($0 == startIndex || self[$0 - 1].isBlank) }
        return start.map { self[..<$0] } ?? self
    }

    /// Whether `{{` is in it.
    var holdsTemplate: Bool { zip(self, dropFirst()).contains { $0 == UInt8(ascii: "{") && $1 == UInt8(ascii: "{") } }
}

extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
