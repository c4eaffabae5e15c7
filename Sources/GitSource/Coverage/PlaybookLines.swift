/// The keys of a playbook's plays, by its lines alone: no YAML is read.
///
/// A key is found if it is one of an item of the top-level list.
struct PlaybookLines {
    /// A key and what stands behind it on its line.
    struct Member {
        let key: [UInt8]
        let value: ArraySlice<UInt8>
    }

    private static let marks = ["hosts", "import_playbook", "ansible.builtin.import_playbook"].map { Array($0.utf8) }

    /// Where the dashes of the top-level list stand; nil before the first.
    private var dashes: Int?
    /// Where the keys of the present item stand; nil before the first.
    private var keys: Int?

    /// Whether one of its items is a play or imports a playbook.
    static func isPlaybook(_ text: [UInt8]) -> Bool {
        var lines = PlaybookLines()
        return TextLines.of(text).contains { line in
            lines.read(line).map { marks.contains($0.key) || isPlay($0) } ?? false
        }
    }

    /// The member that a line is, if it is one of a play.
    mutating func read(_ line: ArraySlice<UInt8>) -> Member? {
        let content = line.drop { $0 == UInt8(ascii: " ") }
        guard let first = content.first(where: { !$0.isBlank }), first != UInt8(ascii: "#") else { return nil }
        let column = line.count - content.count
        if content.isListItem, column == dashes ?? column { return readItem(content, at: column) }
        guard let dashes, column > dashes else { return nil }
        if keys == nil { keys = column }
        return column == keys ? member(content) : nil
    }

    /// The line of a dash, with the item's first key or without.
    private mutating func readItem(_ content: ArraySlice<UInt8>, at column: Int) -> Member? {
        (dashes, keys) = (column, nil)
        let inner = content.dropFirst().drop { $0.isBlank }
        guard let first = inner.first, first != UInt8(ascii: "#") else { return nil }
        keys = column + content.count - inner.count
        return member(inner)
    }

    private func member(_ content: ArraySlice<UInt8>) -> Member? {
        guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let value = content[(colon + 1)...]
        guard value.first?.isBlank ?? true else { return nil }
        return Member(key: Self.key(content[..<colon]), value: value)
    }

    private static func key(_ written: ArraySlice<UInt8>) -> [UInt8] {
        let key = written.trimmed
        guard let first = key.first, first.isQuote, key.count > 1, key.last == first else { return Array(key) }
        return Array(key.dropFirst().dropLast())
    }

    /// Whether it begins a play that is written in braces: `{hosts: all`.
    private static func isPlay(_ member: Member) -> Bool {
        guard member.key.first == UInt8(ascii: "{") else { return false }
        let text = String(decoding: member.key, as: UTF8.self) + ":" + String(decoding: member.value, as: UTF8.self)
        return text.split(whereSeparator: { "{,".contains($0) }).contains { part in
            part.drop { $0 == " " || $0 == "\"" }.hasPrefix("hosts")
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether it begins with a dash that makes it an item of a list.
    var isListItem: Bool { first == UInt8(ascii: "-") && (dropFirst().first?.isBlank ?? true) }
}

extension UInt8 {
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
}
