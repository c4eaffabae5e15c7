internal import Domain
internal import Platform

/// Writes a source's files for whoever reads its YAML: other files are there, and empty.
///
/// Links are kept where they stay inside the source, names that are not UTF-8 are left out.
struct OutlineExport {
    /// Of all files together, in bytes.
    private static let most = 128 << 20
    /// The largest file whose content is written, in bytes.
    private static let largest = 1 << 20
    /// How many files and folders are written.
    private static let mostEntries = 200_000
    private static let endings = [".yml", ".yaml", ".json", ".cfg"]

    private let trees: RevisionTrees
    private var size = 0
    private var count = 0

    /// Writes everything below the source's path into the empty folder at the path `folder`.
    ///
    /// - Throws: ``SourceFailure`` when there is too much, and `CancellationError`.
    static func write(_ trees: RevisionTrees, to folder: String) throws {
        var export = OutlineExport(trees: trees)
        try export.write(trees.root, at: .root, into: try Descriptor.open(folder, [.read, .directory]), depth: 0)
    }

    private init(trees: RevisionTrees) {
        self.trees = trees
    }

    private mutating func write(
        _ tree: ObjectID,
        at path: TreePath,
        into folder: borrowing Descriptor,
        depth: Int
    ) throws {
        guard depth <= TreeLimits.depth else { return }
        var names = TreeNames(of: try trees.store.tree(tree))
        for entry in try trees.store.tree(tree) {
            try trees.store.meter.checkIn()
            count += 1
            guard count <= Self.mostEntries else {
                throw SourceFailure("there are more than \(Self.mostEntries) files and folders")
            }
            let place = path.appending(entry.name)
            guard names.isNew(entry), entry.hasUsableName, place.isUTF8 else { continue }
            if entry.mode == .folder {
                let inner = try ExportedFolder.open(entry.name, in: folder.number)
                try write(entry.id, at: place, into: inner, depth: depth + 1)
            } else {
                try write(entry, at: place, into: folder.number)
            }
        }
    }

    private mutating func write(_ entry: TreeEntry, at path: TreePath, into folder: Int32) throws {
        switch entry.mode {
        case .file, .executable:
            let bytes = Self.isRead(entry.name) ? try trees.store.blob(entry.id, limit: Self.largest) ?? [] : []
            size += bytes.count
            guard size <= Self.most else {
                throw SourceFailure("the YAML files have more than \(Self.most) bytes together")
            }
            try bytes.withUnsafeBytes { try ExportedFolder.write($0, entry.name, 0o644, in: folder) { _ in } }
        case .link:
            guard case .found = try trees.ways.way(along: path).landing,
                let target = try trees.store.blob(entry.id, limit: 4_096)
            else { return }
            try ExportedFolder.link(entry.name, to: target, in: folder)
        case .folder, .submodule: break
        }
    }

    /// Whether a file of this name may be YAML that Ansible reads; a role's `main` needs no ending.
    private static func isRead(_ name: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: name, as: UTF8.self)
        return text == "main" || endings.contains(where: text.hasSuffix)
    }
}
