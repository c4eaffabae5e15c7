/// Looks whether everything that a commit's tree names is there.
struct CloneCheck {
    private let repository: GitRepository
    private var seen: Set<ObjectID> = []

    /// - Throws: ``GitError`` at the first object that is missing or broken.
    static func run(_ commit: ObjectID, in repository: GitRepository) throws {
        var check = CloneCheck(repository: repository)
        try check.look(at: try repository.tree(ofCommit: commit), depth: 0)
    }

    private init(repository: GitRepository) {
        self.repository = repository
    }

    private mutating func look(at tree: ObjectID, depth: Int) throws {
        guard depth <= TreeLimits.depth, seen.insert(tree).inserted else { return }
        for entry in try repository.tree(tree) {
            switch entry.mode {
            case .folder: try look(at: entry.id, depth: depth + 1)
            case .submodule: break
            case .file, .executable, .link: try look(atBlob: entry.id)
            }
        }
    }

    private mutating func look(atBlob id: ObjectID) throws {
        guard seen.insert(id).inserted else { return }
        _ = try repository.size(ofBlob: id)
    }
}
