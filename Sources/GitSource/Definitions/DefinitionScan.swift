/// Finds every definition file below a folder.
struct DefinitionScan {
    /// A folder that holds a definition file.
    struct Found {
        let folder: TreePath
        /// The folder's tree.
        let folderID: ObjectID
        let file: TreeEntry
    }

    private let store: any ObjectStore
    private let limit: Int
    private(set) var found: [Found] = []
    /// Trees that were looked through in vain; the same folder may be in many places.
    private var empty: Set<ObjectID> = []
    private var patience = CancellationCheck()

    /// All definitions in `tree`, which is at `path`; looks no deeper than ``TreeLimits/depth``.
    ///
    /// - Throws: ``SourceFailure`` if there are more than `limit`.
    static func find(
        in tree: ObjectID,
        at path: TreePath = .root,
        _ store: any ObjectStore,
        limit: Int = TreeLimits.services
    ) throws -> [Found] {
        var scan = DefinitionScan(store: store, limit: limit)
        try scan.look(into: tree, at: path, depth: 0)
        return scan.found
    }

    private init(store: any ObjectStore, limit: Int) {
        self.store = store
        self.limit = limit
    }

    private mutating func look(into id: ObjectID, at path: TreePath, depth: Int) throws {
        guard depth <= TreeLimits.depth, !empty.contains(id) else { return }
        let before = found.count
        for entry in try store.tree(id) {
            try patience.step()
            if entry.isDefinition {
                try add(Found(folder: path, folderID: id, file: entry))
            } else if entry.mode == .folder, entry.hasUsableName {
                try look(into: entry.id, at: path.appending(entry.name), depth: depth + 1)
            }
        }
        if found.count == before { empty.insert(id) }
    }

    private mutating func add(_ file: Found) throws {
        guard found.last?.folder != file.folder else { return }
        found.append(file)
        guard found.count <= limit else {
            throw SourceFailure("the source defines more than \(limit) services; split it, or set a narrower \"path\"")
        }
    }
}
