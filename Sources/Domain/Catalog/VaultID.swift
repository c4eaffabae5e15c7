/// A password of Ansible's vault under the name that encrypted files carry.
package struct VaultID: Hashable, Sendable {
    /// Letters, digits, ".", "_" and "-", the first a letter, a digit or "_".
    package let id: String
    /// The secret that the daemon's configuration knows by this name.
    package let secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// What a definition may call one.
    package static let rule = "1 to 255 letters, digits, '.', '_' and '-', not beginning with '.' or '-'"

    /// Whether the text may be an id: it becomes a part of an argument, up to an "@".
    package static func isID(_ text: String) -> Bool {
        guard (1...DefinitionLimits.label).contains(text.utf8.count), let first = text.utf8.first else { return false }
        return isWord(first) && text.utf8.allSatisfy { isWord($0) || ".-".utf8.contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
