internal import Domain

/// The files and folders that an `ansible.cfg` names, as Ansible reads it.
enum AnsibleConfiguration {
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
    private static let sections: Set<String> = ["defaults", INIText.defaultSection]

    /// In their order; what is absolute, of somebody's home, or a template is left out.
    static func named(in text: [UInt8]) -> [Named] {
        var found: [Named] = []
        for entry in INIText(String(decoding: text, as: UTF8.self)).entries where sections.contains(entry.section) {
            found += named(by: entry)
            if found.count >= limit { break }
        }
        return Array(found.prefix(limit))
    }

    /// Each line of a value has paths of its own.
    private static func named(by entry: INIText.Entry) -> [Named] {
        guard let kind = kind(of: entry.key) else { return [] }
        return entry.lines.flatMap { line in
            unquoted(ArraySlice(line.utf8))
                .split(separator: UInt8(ascii: kind == .inventory ? "," : ":"))
                .map(\.trimmed)
                .filter(isPlace)
                .map { Named(path: Array($0), kind: kind) }
        }
    }

    private static func kind(of key: String) -> Named.Kind? {
        switch key {
        case "inventory": .inventory
        case "collections_path", "collections_paths": .collections
        case "roles_path", "library", "module_utils": .content
        default: key.hasSuffix("_plugins") ? .content : nil
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
