/// The files and folders that an `ansible.cfg` names, as Python's `configparser` and Ansible read it.
struct AnsibleConfiguration {
    struct Named: Hashable {
        enum Kind: Hashable {
            case content
            /// A folder in whose `ansible_collections` collections are.
            case collections
            case inventory
        }

        /// Relative to the file's folder.
        let path: [UInt8]
        let kind: Kind
    }

    /// How many are listed of one file.
    static let limit = 1_000
    /// The sections whose keys are Ansible's defaults.
    private static let sections: Set<String> = ["defaults", "DEFAULT"]

    private var named: [Named] = []
    private var isInDefaults = false
    /// What the present lines belong to; nil where nothing is to be read.
    private var kind: Named.Kind?
    /// Where the last key or section stood: a line further to the right goes on with its value.
    private var column = 0
    private var hasKey = false

    /// In their order; what is absolute, of somebody's home, or a template is left out.
    static func named(in text: [UInt8]) -> [Named] {
        var configuration = AnsibleConfiguration()
        for line in TextLines.of(text) {
            configuration.read(line)
            if configuration.named.count >= limit { break }
        }
        return Array(configuration.named.prefix(limit))
    }

    private mutating func read(_ line: ArraySlice<UInt8>) {
        let content = line.before(comment: UInt8(ascii: ";")).trimmed
        guard let first = content.first, first != UInt8(ascii: "#") else { return }
        let column = content.startIndex - line.startIndex
        if hasKey, column > self.column { return take(content) }
        self.column = column
        if first == UInt8(ascii: "["), let end = content.firstIndex(of: UInt8(ascii: "]")) {
            isInDefaults = Self.sections.contains(String(decoding: content[..<end].dropFirst(), as: UTF8.self))
            (hasKey, kind) = (false, nil)
        } else {
            readKey(content)
        }
    }

    private mutating func readKey(_ content: ArraySlice<UInt8>) {
        hasKey = true
        kind = nil
        guard isInDefaults,
            let end = content.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") })
        else { return }
        kind = Self.kind(of: String(decoding: content[..<end].trimmed, as: UTF8.self).lowercased())
        take(content[(end + 1)...].trimmed)
    }

    private static func kind(of key: String) -> Named.Kind? {
        switch key {
        case "inventory": .inventory
        case "collections_path", "collections_paths": .collections
        case "roles_path", "library", "module_utils": .content
        default: key.hasSuffix("_plugins") ? .content : nil
        }
    }

    private mutating func take(_ value: ArraySlice<UInt8>) {
        guard let kind else { return }
        let separator = UInt8(ascii: kind == .inventory ? "," : ":")
        for part in Self.unquoted(value).split(separator: separator).map(\.trimmed) where Self.isPlace(part) {
            named.append(Named(path: Array(part), kind: kind))
        }
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = value.first, "\"'".utf8.contains(first), value.count > 1, value.last == first else {
            return value
        }
        return value.dropFirst().dropLast()
    }

    private static func isPlace(_ path: ArraySlice<UInt8>) -> Bool {
        guard let first = path.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "~") else { return false }
        return path.count <= 4_096 && !path.contains(0) && !path.contains(UInt8(ascii: "$")) && !path.holdsTemplate
    }
}
