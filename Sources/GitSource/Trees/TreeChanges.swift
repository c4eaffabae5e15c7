/// Where two trees differ, found by object id: equal folders are not looked into.
struct TreeChanges {
    /// How many differences are listed before it is cheaper to read everything.
    static let limit = 100_000

    /// Places whose entry is new, gone or another.
    ///
    /// Of a folder that is wholly new or gone, only the folder.
    private(set) var paths: [TreePath] = []
    private let store: any ObjectStore
    private var visited = 0

    /// Nil if there are more than ``limit``.
    static func between(_ old: ObjectID, _ new: ObjectID, in store: any ObjectStore) throws -> [TreePath]? {
        var changes = TreeChanges(store: store)
        return try changes.compare(old, new, at: .root, depth: 0) ? changes.paths : nil
    }

    private init(store: any ObjectStore) {
        self.store = store
    }

    /// - Returns: Whether the limits were kept.
    private mutating func compare(
        _ old: ObjectID,
        _ new: ObjectID,
        at path: TreePath,
        depth: Int
    ) throws -> Bool {
        guard old != new else { return true }
        visited += 1
        guard depth <= TreeLimits.depth, visited <= TreeChanges.limit else { return false }
        var before = try store.tree(old).makeIterator()
        var after = try store.tree(new).makeIterator()
        Tree.Iterator.skipEqual(&before, &after)
        var (left, right) = (before.next(), after.next())
        while left != nil || right != nil {
            switch order(left, right) {
            case .before:
                if let left { add(left, at: path) }
                left = before.next()
            case .after:
                if let right { add(right, at: path) }
                right = after.next()
            case .same:
                if let left, let right, try !compare(left, right, at: path, depth: depth) { return false }
                Tree.Iterator.skipEqual(&before, &after)
                (left, right) = (before.next(), after.next())
            }
            guard paths.count <= TreeChanges.limit else { return false }
        }
        return true
    }

    /// Two entries of one name and kind.
    private mutating func compare(
        _ left: TreeEntry,
        _ right: TreeEntry,
        at path: TreePath,
        depth: Int
    ) throws -> Bool {
        guard left.id != right.id || left.mode != right.mode else { return true }
        guard left.mode == .folder else {
            add(left, at: path)
            return true
        }
        return try compare(left.id, right.id, at: path.appending(left.name), depth: depth + 1)
    }

    private mutating func add(_ entry: TreeEntry, at path: TreePath) { paths.append(path.appending(entry.name)) }

    private enum Comparison {
        case before
        case same
        case after
    }

    /// Git's order: by name, a folder's with a `/` behind it.
    private func order(_ left: TreeEntry?, _ right: TreeEntry?) -> Comparison {
        guard let left else { return .after }
        guard let right else { return .before }
        let (leftIsFolder, rightIsFolder) = (left.mode == .folder, right.mode == .folder)
        if leftIsFolder == rightIsFolder, left.name == right.name { return .same }
        let slash: [UInt8] = [UInt8(ascii: "/")]
        let (one, other) = (left.name + (leftIsFolder ? slash : []), right.name + (rightIsFolder ? slash : []))
        return one.lexicographicallyPrecedes(other) ? .before : .after
    }
}

/// What a revision may cost.
enum TreeLimits {
    /// How deep folders are looked into.
    static let depth = 128
    /// How many services one source may define.
    static let services = 100_000
    /// The largest folder that is looked into, in bytes as Git keeps it: more than a million files.
    static let tree = 64 << 20
    /// The largest `service.json`, in bytes.
    static let definition = 1 << 20
    /// How many links, submodules and the like of one folder are listed.
    static let oddities = 1_000
    /// How many links are followed from one path.
    static let hops = 40
}
