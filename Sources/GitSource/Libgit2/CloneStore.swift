/// The objects of a source's clone, which another process fills, and now and then replaces.
final class CloneStore: ObjectStore {
    let path: String
    private var present: GitRepository?
    private var largeTrees = LargeTrees()

    /// Opens nothing yet.
    init(path: String) {
        self.path = path
    }

    /// The clone, opened when it is first needed.
    func repository() throws(GitError) -> GitRepository {
        if let present { return present }
        let opened = try GitRepository(opening: path)
        present = opened
        return opened
    }

    /// Lets go of files that may be gone.
    func reopen() {
        present = nil
        largeTrees = LargeTrees()
    }

    /// Keeps the open clone alone.
    func letGoOfTrees() { largeTrees = LargeTrees() }

    func tree(_ id: ObjectID) throws -> Tree {
        if let kept = largeTrees[id] { return kept }
        let tree = try repository().tree(id)
        largeTrees.keep(tree, id)
        return tree
    }

    func size(ofBlob id: ObjectID) throws(GitError) -> Int { try repository().size(ofBlob: id) }

    func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? { try repository().blob(id, limit: limit) }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try repository().withBlob(id, body)
    }
}
