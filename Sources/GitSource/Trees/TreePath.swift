internal import Domain

/// A place below the source's path, as the bytes that Git has for it; the source's path itself is empty.
struct TreePath: Hashable, Comparable, Sendable, CustomStringConvertible {
    static let root = TreePath(bytes: [])
    private static let slash = UInt8(ascii: "/")

    /// The components with `/` between them.
    let bytes: [UInt8]

    /// Repaired where it is not UTF-8: for people.
    var description: String { bytes.isEmpty ? "." : String(decoding: bytes, as: UTF8.self) }

    var components: [ArraySlice<UInt8>] { bytes.split(separator: TreePath.slash) }

    var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// The folder that holds this place; nil for the source's path.
    var parent: TreePath? {
        guard !bytes.isEmpty else { return nil }
        guard let slash = bytes.lastIndex(of: TreePath.slash) else { return .root }
        return TreePath(bytes: Array(bytes[..<slash]))
    }

    /// The last component; empty for the source's path.
    var name: ArraySlice<UInt8> {
        guard let slash = bytes.lastIndex(of: TreePath.slash) else { return bytes[...] }
        return bytes[(slash + 1)...]
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Trusts that no component holds a `/` or is empty.
    init(_ components: some Sequence<ArraySlice<UInt8>>) {
        bytes = Array(components.joined(separator: CollectionOfOne(TreePath.slash)))
    }

    /// The place at `path` if that is `base` or below it.
    init?(_ path: RepositoryPath, below base: RepositoryPath) {
        guard path.isWithin(base) else { return nil }
        self.init(path.components.dropFirst(base.components.count).map { Array($0.utf8)[...] })
    }

    func appending(_ name: some Sequence<UInt8>) -> TreePath {
        bytes.isEmpty ? TreePath(bytes: Array(name)) : TreePath(bytes: bytes + [TreePath.slash] + name)
    }

    func appending(_ path: TreePath) -> TreePath { path.bytes.isEmpty ? self : appending(path.bytes) }

    /// The place that a text names from this folder, or nil if it leaves the source's path.
    ///
    /// Only the text is looked at, as by `RepositoryPath.resolving(_:within:)`.
    func resolving(_ text: [UInt8]) -> TreePath? {
        var walked = components
        for part in text.split(separator: TreePath.slash) where !part.elementsEqual(".".utf8) {
            guard part.elementsEqual("..".utf8) else {
                walked.append(part)
                continue
            }
            guard walked.popLast() != nil else { return nil }
        }
        return TreePath(walked)
    }

    /// Whether this is `folder` or below it.
    func isWithin(_ folder: TreePath) -> Bool {
        folder.bytes.isEmpty || bytes == folder.bytes
            || (bytes.count > folder.bytes.count && bytes[folder.bytes.count] == TreePath.slash
                && bytes.starts(with: folder.bytes))
    }

    /// This place as seen from `folder`, which it is or is below of.
    func relative(to folder: TreePath) -> TreePath {
        guard !folder.bytes.isEmpty else { return self }
        return TreePath(bytes: Array(bytes.dropFirst(folder.bytes.count + 1)))
    }

    /// Repaired where it is not UTF-8.
    func repositoryPath(below base: RepositoryPath) -> RepositoryPath {
        RepositoryPath(components: base.components + components.map { String(decoding: $0, as: UTF8.self) })
    }

    static func < (left: TreePath, right: TreePath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
