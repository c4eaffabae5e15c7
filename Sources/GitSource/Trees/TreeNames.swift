/// Finds the names that a tree has twice, one entry after the other.
///
/// Where the tree is sorted, as Git sorts it, few names have to be remembered: a folder's is sorted as if it ended with
/// `/`, so that a file of the same name may stand before it, and what is between them begins with that name.
struct TreeNames {
    private let tree: Tree
    private var count = 0
    private var last: TreeEntry?
    /// Names of files, each of which begins with the one before it, and the last entry's with all of them.
    private var beginnings: [ArraySlice<UInt8>] = []
    /// All names so far of a tree that is not sorted.
    private var all: Set<ArraySlice<UInt8>>?

    init(of tree: Tree) {
        self.tree = tree
    }

    /// Whether none of the entries before it, all of which were asked about, has the name of the tree's next entry.
    mutating func isNew(_ entry: TreeEntry) -> Bool {
        defer {
            last = entry
            count += 1
        }
        if all == nil, let last, !last.precedes(entry) { all = Set(tree.prefix(count).map(\.name)) }
        return all?.insert(entry.name).inserted ?? isNewInOrder(entry)
    }

    private mutating func isNewInOrder(_ entry: TreeEntry) -> Bool {
        while let beginning = beginnings.last, !entry.name.starts(with: beginning) { beginnings.removeLast() }
        if entry.mode == .folder { return beginnings.last != entry.name }
        beginnings.append(entry.name)
        return true
    }
}

extension TreeEntry {
    /// Whether it stands before the other in a tree that Git has written.
    fileprivate func precedes(_ other: TreeEntry) -> Bool {
        let common = min(name.count, other.name.count)
        let (one, two) = (name.prefix(common), other.name.prefix(common))
        guard one.elementsEqual(two) else { return one.lexicographicallyPrecedes(two) }
        return byte(after: common) < other.byte(after: common)
    }

    private func byte(after count: Int) -> UInt8 {
        guard count == name.count else { return name[name.startIndex + count] }
        return mode == .folder ? UInt8(ascii: "/") : 0
    }
}
