/// A path as a definition writes it: relative to the service's folder, never absolute, `..` allowed.
///
/// Where it leads is found by ``RepositoryPath/resolving(_:within:)``, through the repository's trees.
package struct RelativePath: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Whether Ansible takes the text, given as an inventory, for a list of hosts (`web1,web2` or `localhost,`) whatever
    /// files there are.
    package var isHostList: Bool { text.contains(",") }

    /// - Throws: ``Malformed`` if `text` is empty, absolute, longer than 4,096 bytes, or holds a NUL or a
    ///   control character.
    package init(_ text: String) throws(Malformed) {
        guard !text.isEmpty else { throw Malformed(text: text, why: "it is empty") }
        guard !text.hasPrefix("/") else {
            throw Malformed(text: text, why: "it is absolute; paths are relative to the service's folder")
        }
        guard text.utf8.count <= 4_096 else { throw Malformed(text: "…", why: "it is longer than 4,096 bytes") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Malformed(text: text, why: "it holds a control character")
        }
        self.text = text
    }

    /// A path that was accepted when it was stored, whatever is accepted today.
    package init(stored text: String) {
        self.text = text
    }

    /// The text is no path that a definition may name.
    package struct Malformed: Error, Hashable, CustomStringConvertible {
        package let text: String
        package let why: String

        package var description: String { "the path \"\(text)\" cannot be used: \(why)" }
    }
}
