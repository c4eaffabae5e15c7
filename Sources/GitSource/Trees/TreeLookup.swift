/// Finds entries by name and by path; folders that are asked often get an index.
final class TreeLookup {
    private static let askedOften = 8
    /// How many entries have an index at once.
    private static let capacity = 1_000_000
    private let store: any ObjectStore
    private var asked: [ObjectID: Int] = [:]
    private var indexes: [ObjectID: [ArraySlice<UInt8>: TreeEntry]] = [:]
    private var indexed = 0

    init(_ store: any ObjectStore) {
        self.store = store
    }

    func entry(_ name: ArraySlice<UInt8>, in folder: ObjectID) throws -> TreeEntry? {
        if let index = indexes[folder] { return index[name] }
        let tree = try store.tree(folder)
        asked[folder, default: 0] += 1
        guard asked[folder, default: 0] > TreeLookup.askedOften else { return tree.entry(name) }
        let index = try TreeLookup.index(tree)
        if indexed + index.count > TreeLookup.capacity { (indexes, indexed) = ([:], 0) }
        indexes[folder] = index
        indexed += index.count
        return index[name]
    }

    /// The first entry of each name.
    private static func index(_ tree: Tree) throws -> [ArraySlice<UInt8>: TreeEntry] {
        var index: [ArraySlice<UInt8>: TreeEntry] = [:]
        var patience = CancellationCheck()
        for entry in tree {
            try patience.step()
            if index[entry.name] == nil { index[entry.name] = entry }
        }
        return index
    }

    /// What is at `path`, without following links; the folder itself for the empty path.
    func entry(at path: TreePath, from root: ObjectID) throws -> TreeEntry? {
        var found = TreeEntry(name: [], mode: .folder, id: root)
        for name in path.components {
            guard found.mode == .folder, let next = try entry(name, in: found.id) else { return nil }
            found = next
        }
        return found
    }
}
