/// Finds every definition file below a folder, and the submodules in which there may be more.
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
    /// The submodules that are in no service's folder.
    private(set) var submodules: [TreePath] = []
    /// Trees that were looked through in vain; the same folder may be in many places.
    private var empty: Set<Sight> = []
    private var patience = CancellationCheck()

    /// A tree, and whether it is in a service's folder.
    private struct Sight: Hashable {
        let tree: ObjectID
        let isInService: Bool
    }

    /// All that is in `tree`, which is at `path`; looks no deeper than ``TreeLimits/depth``.
    ///
    /// - `isInService`: Whether a folder around it holds a definition.
    /// - Throws: ``SourceFailure`` if there are more definitions, or submodules, than `limit`.
    static func find(
        in tree: ObjectID,
        at path: TreePath = .root,
        isInService: Bool = false,
        _ store: any ObjectStore,
        limit: Int = TreeLimits.services
    ) throws -> DefinitionScan {
        var scan = DefinitionScan(store: store, limit: limit)
        try scan.look(into: Sight(tree: tree, isInService: isInService), at: path, depth: 0)
        return scan
    }

    private init(store: any ObjectStore, limit: Int) {
        self.store = store
        self.limit = limit
    }

    private mutating func look(into sight: Sight, at path: TreePath, depth: Int) throws {
        guard depth <= TreeLimits.depth, !empty.contains(sight) else { return }
        let before = found.count + submodules.count
        let tree = try store.tree(sight.tree)
        let isInService = sight.isInService || tree.definition != nil
        for entry in tree {
            try patience.step()
            if entry.isDefinition {
                try add(Found(folder: path, folderID: sight.tree, file: entry))
            } else if entry.mode == .folder, entry.hasUsableName {
                let inner = Sight(tree: entry.id, isInService: isInService)
                try look(into: inner, at: path.appending(entry.name), depth: depth + 1)
            } else if entry.mode == .submodule, entry.hasUsableName, !isInService {
                try add(submodule: path.appending(entry.name))
            }
        }
        if found.count + submodules.count == before { empty.insert(sight) }
    }

    private mutating func add(submodule path: TreePath) throws {
        submodules.append(path)
        guard submodules.count <= limit else {
            throw SourceFailure("the source holds more than \(limit) submodules; set a narrower \"path\"")
        }
    }

    private mutating func add(_ file: Found) throws {
        guard found.last?.folder != file.folder else { return }
        found.append(file)
        guard found.count <= limit else {
            throw SourceFailure("the source defines more than \(limit) services; split it, or set a narrower \"path\"")
        }
    }
}
