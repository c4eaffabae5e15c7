/// Finds the playbooks that a playbook imports, by its lines alone: no YAML is read.
///
/// An import is found if its key, `import_playbook` or `ansible.builtin.import_playbook`, is one of an item of the
/// top-level list, and its value stands behind it, plain or quoted and without `{{`. Every other form is for `watch`.
struct PlaybookImports {
    /// How many are listed of one playbook.
    static let limit = 1_000
    private static let keys = ["import_playbook", "ansible.builtin.import_playbook"].map { Array($0.utf8) }
    /// What begins something else than a plain text.
    private static let indicators = Set("{}[],&*#?|<>=!%@`\"'".utf8)

    private var names: [[UInt8]] = []
    /// Where the dashes of the top-level list stand; nil before the first.
    private var dashes: Int?
    /// Where the keys of the present item stand; nil before the first.
    private var keys: Int?

    /// As they are written, in their order.
    static func names(in text: [UInt8]) -> [[UInt8]] {
        var imports = PlaybookImports()
        for line in TextLines.of(text) {
            imports.read(line)
            if imports.names.count == limit { break }
        }
        return imports.names
    }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        let content = line.drop { $0 == UInt8(ascii: " ") }
        guard let first = content.first(where: { !$0.isBlank }), first != UInt8(ascii: "#") else { return }
        let column = line.count - content.count
        if content.isListItem, column == dashes ?? column { return readItem(content, at: column) }
        guard let dashes, column > dashes else { return }
        if keys == nil { keys = column }
        if column == keys { readMember(content) }
    }

    /// The line of a dash, with the item's first key or without.
    private mutating func readItem(_ content: ArraySlice<UInt8>, at column: Int) {
        (dashes, keys) = (column, nil)
        let inner = content.dropFirst().drop { $0.isBlank }
        guard let first = inner.first, first != UInt8(ascii: "#") else { return }
        keys = column + content.count - inner.count
        readMember(inner)
    }

    private mutating func readMember(_ content: ArraySlice<UInt8>) {
        guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = content[(colon + 1)...]
        guard value.first?.isBlank ?? false, Self.keys.contains(Self.key(content[..<colon])) else { return }
        guard let name = Self.text(value.trimmed), !name.isEmpty, name.count <= 4_096, !name.holdsTemplate else {
            return
        }
        names.append(Array(name))
    }

    private static func key(_ written: ArraySlice<UInt8>) -> [UInt8] {
        let key = written.trimmed
        guard let first = key.first, first.isQuote, key.count > 1, key.last == first else { return Array(key) }
        return Array(key.dropFirst().dropLast())
    }

    /// Nil for what is no plain or quoted text, or one with escapes in it.
    private static func text(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = value.first else { return nil }
        guard first.isQuote else { return plain(value) }
        let body = value.dropFirst()
        guard let end = body.firstIndex(of: first), !body[..<end].contains(UInt8(ascii: "\\")) else { return nil }
        let rest = body[(end + 1)...]
        return rest.before(comment: UInt8(ascii: "#")).trimmed.isEmpty && rest.first != UInt8(ascii: "#")
            ? body[..<end] : nil
    }

    private static func plain(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = value.first, !indicators.contains(first), !value.isListItem else { return nil }
        let text = value.before(comment: UInt8(ascii: "#")).trimmed
        let isMapping = zip(text, text.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1.isBlank }
        return isMapping || text.last == UInt8(ascii: ":") ? nil : text
    }
}

extension ArraySlice<UInt8> {
    /// Whether it begins with a dash that makes it an item of a list.
    fileprivate var isListItem: Bool { first == UInt8(ascii: "-") && (dropFirst().first?.isBlank ?? true) }
}

extension UInt8 {
    fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
}
