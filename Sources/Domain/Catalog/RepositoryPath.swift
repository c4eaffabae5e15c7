/// A place in a repository: components from its root, none of them empty, `.` or `..`; the root has none.
package struct RepositoryPath: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let root = RepositoryPath(components: [])

    package let components: [String]

    /// The components with `/` between them; empty for the root.
    package var text: String { components.joined(separator: "/") }

    package var description: String { components.isEmpty ? "." : text }

    /// Trusts that no component is empty, `.`, `..` or holds a `/`, as in a Git tree.
    package init(components: [String]) {
        self.components = components
    }

    /// Reads a path that the configuration gives, such as a source's `path`; nil if it is absolute or leaves the root.
    package init?(_ text: String) {
        guard !text.hasPrefix("/"), let path = RepositoryPath.root.walking(text, notAbove: 0) else { return nil }
        self = path
    }

    /// The folder that holds this place; nil for the root.
    package var parent: RepositoryPath? {
        components.isEmpty ? nil : RepositoryPath(components: components.dropLast())
    }

    package func appending(_ component: String) -> RepositoryPath {
        RepositoryPath(components: components + [component])
    }

    /// Whether this place is `folder` or below it.
    package func isWithin(_ folder: RepositoryPath) -> Bool { components.starts(with: folder.components) }

    /// The place that `path` names from this folder, or nil if it leaves `limit`.
    ///
    /// Only the text is looked at: `a/../b` is `b`, as in a URL. Symlinks are the reader's to follow.
    package func resolving(_ path: RelativePath, within limit: RepositoryPath) -> RepositoryPath? {
        guard isWithin(limit) else { return nil }
        return walking(path.text, notAbove: limit.components.count)
    }

    /// This place as a definition in `folder` writes it: `../../roles/common`; `.` for the folder itself.
    package func written(from folder: RepositoryPath) -> String {
        let common = zip(components, folder.components).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: folder.components.count - common)
        let parts = up + components.dropFirst(common)
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// This place as the folder `base`, which holds it, has it.
    package func below(_ base: RepositoryPath) -> RepositoryPath {
        RepositoryPath(components: Array(components.dropFirst(base.components.count)))
    }

    private func walking(_ text: String, notAbove depth: Int) -> RepositoryPath? {
        var walked = components
        for part in text.split(separator: "/") where part != "." {
            if part == ".." {
                guard walked.count > depth else { return nil }
                walked.removeLast()
            } else {
                walked.append(String(part))
            }
        }
        return RepositoryPath(components: walked)
    }

    package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
