/// Finds the playbooks that a playbook imports, by its lines alone: no YAML is read.
///
/// An import is found if its key, `import_playbook` or `ansible.builtin.import_playbook`, is one of an item of the
/// top-level list, and its value stands behind it, plain or quoted and without `{{`. Every other form is for `watch`.
enum PlaybookImports {
    /// How many are listed of one playbook.
    static let limit = 1_000
    private static let keys = ["import_playbook", "ansible.builtin.import_playbook"].map { Array($0.utf8) }
    /// What begins something else than a plain text.
    private static let indicators = Set("{}[],&*#?|<>=!%@`\"'".utf8)

    /// As they are written, in their order.
    static func names(in text: [UInt8]) -> [[UInt8]] {
        var lines = PlaybookLines()
        let names = TextLines.of(text).lazy.compactMap { line in lines.read(line).flatMap(name) }
        return Array(names.prefix(limit))
    }

    /// Nil for a member that is no import that can be found.
    private static func name(_ member: PlaybookLines.Member) -> [UInt8]? {
        guard member.value.first?.isBlank ?? false, keys.contains(member.key) else { return nil }
        guard let name = text(member.value.trimmed), !name.isEmpty, name.count <= 4_096, !name.holdsTemplate else {
            return nil
        }
        return Array(name)
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
