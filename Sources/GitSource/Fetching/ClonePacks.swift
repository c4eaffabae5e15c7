internal import CLibgit2
internal import Platform

/// Keeps a clone from falling apart into many small packs: every fetch adds one.
struct ClonePacks {
    /// From so many on they are written into one.
    static let limit = 50
    private let folder: String

    /// - Parameter repository: The clone's path.
    init(of repository: String) {
        folder = "\(repository)/objects/pack"
    }

    /// Whether it is time to gather them.
    var areMany: Bool { get throws { try packs().count >= ClonePacks.limit } }

    /// Writes all of them into one; to be called when nobody waits, because a long history takes minutes.
    ///
    /// - `between`: Called when the new pack is there, and the old ones are too.
    /// - Returns: Whether the packs are others than before.
    func gather(_ repository: GitRepository, between: () -> Void) throws -> Bool {
        let old = try packs()
        try write(repository)
        guard try packs().count > old.count else { return false }
        between()
        for pack in old { try remove(pack) }
        return true
    }

    /// The packs' names without their endings.
    private func packs() throws -> [String] {
        try Folder.names(in: folder).filter { $0.hasSuffix(".pack") }.map { String($0.dropLast(5)) }
    }

    /// Writes everything that a ref leads to into one new pack.
    private func write(_ repository: GitRepository) throws {
        let builder = try Handle("gather the packs", free: git_packbuilder_free) {
            git_packbuilder_new(&$0, repository.handle.pointer)
        }
        let walk = try Handle("gather the packs", free: git_revwalk_free) {
            git_revwalk_new(&$0, repository.handle.pointer)
        }
        try check("gather the packs") { git_revwalk_push_glob(walk.pointer, "refs/reconciler/*") }
        try insertTags(repository, builder)
        try check("gather the packs") { git_packbuilder_insert_walk(builder.pointer, walk.pointer) }
        try check("write the gathered pack") { git_packbuilder_write(builder.pointer, folder, 0o444, nil, nil) }
    }

    /// A walk reaches commits alone.
    private func insertTags(_ repository: GitRepository, _ builder: borrowing Handle) throws {
        for ref in try repository.refs(matching: "refs/reconciler/*", limit: 1_000_000) {
            guard let id = try repository.target(of: ref), try repository.commit(id) != id else { continue }
            var oid = id.oid
            try check("gather the packs") { git_packbuilder_insert(builder.pointer, &oid, nil) }
        }
    }

    private func remove(_ pack: String) throws {
        // The index goes first: a pack without one is not looked at.
        for ending in [".idx", ".rev", ".pack"] { try FolderRemoval.remove("\(folder)/\(pack)\(ending)") }
    }
}
