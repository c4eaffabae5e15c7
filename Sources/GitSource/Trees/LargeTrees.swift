/// The large trees that were read last.
///
/// libgit2 keeps small ones by itself. A folder of ten thousand services is one large tree, and the next revision is
/// compared with it: that it need not be unpacked again halves what a change costs.
struct LargeTrees {
    /// Trees of fewer bytes are libgit2's to keep.
    private static let least = 4_096
    /// How many bytes are kept in all.
    private static let capacity = 16 << 20

    private var trees: [ObjectID: Tree] = [:]
    private var size = 0

    subscript(id: ObjectID) -> Tree? { trees[id] }

    /// Keeps a tree if it is a large one; makes room by letting go of all others.
    mutating func keep(_ tree: Tree, _ id: ObjectID) {
        guard (Self.least...Self.capacity).contains(tree.size) else { return }
        if size + tree.size > Self.capacity { (trees, size) = ([:], 0) }
        guard trees.updateValue(tree, forKey: id) == nil else { return }
        size += tree.size
    }
}
