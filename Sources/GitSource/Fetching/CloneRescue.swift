internal import CLibgit2

/// Takes over from a damaged clone the commits that its refs keep, as far as they and everything behind them read whole.
struct CloneRescue {
    /// What became of the refs that the new clone had not.
    struct Outcome {
        var saved = 0
        /// The commits, or the refs where not even that can be read.
        var lost: [String] = []
    }

    private static let limit = 10_000
    private let target: GitRepository
    private let path: String
    /// The new clone, which finds in the damaged one what it has not.
    private let both: GitRepository

    /// Copies from the clone at `damaged` into the one at `path`, which is open as `target`, and makes the refs.
    ///
    /// - `accepted`: A commit that is taken over, too, though no ref may lead to it.
    static func run(
        from damaged: String,
        into target: GitRepository,
        at path: String,
        accepted: ObjectID?
    ) throws -> Outcome {
        let files = try CloneRefFiles.all(in: damaged, limit: limit)
        let rescue = try CloneRescue(from: damaged, into: target, at: path)
        return try rescue.run(files, accepted)
    }

    private init(from damaged: String, into target: GitRepository, at path: String) throws {
        self.target = target
        self.path = path
        both = try GitRepository(opening: path)
        try both.readAlso(from: "\(damaged)/objects")
    }

    private struct Wish {
        let id: ObjectID
        let ref: String?
    }

    private func run(_ files: [CloneRefFiles.File], _ accepted: ObjectID?) throws -> Outcome {
        var outcome = Outcome()
        var wishes = accepted.map { [Wish(id: $0, ref: nil)] } ?? []
        for file in files where try target.target(of: file.name) == nil {
            if let id = file.id ?? CloneRefs.kept(by: file.name) {
                wishes.append(Wish(id: id, ref: file.name))
            } else {
                outcome.lost.append(file.name)
            }
        }
        let saved = try save(Set(wishes.map(\.id).filter { !target.has($0) }))
        for wish in wishes {
            if saved.contains(wish.id) || target.has(wish.id) {
                if let ref = wish.ref { try target.set(ref, to: wish.id) }
            } else if !outcome.lost.contains(wish.id.hex) {
                outcome.lost.append(wish.id.hex)
            }
        }
        outcome.saved = saved.count
        return outcome
    }

    /// - Returns: Those that are in the new clone now.
    private func save(_ ids: Set<ObjectID>) throws -> Set<ObjectID> {
        guard !ids.isEmpty else { return [] }
        if try copy(ids) { return ids }
        var saved: Set<ObjectID> = []
        for id in ids where try copy([id]) { saved.insert(id) }
        return saved
    }

    /// Writes these with everything that they need into one pack of the new clone.
    ///
    /// - Returns: False, and nothing was written, if something of that is missing or damaged.
    private func copy(_ ids: Set<ObjectID>) throws -> Bool {
        do {
            try write(ids)
            try target.refresh()
            try both.refresh()
            return true
        } catch let error as GitError where RemoteFailure.isLocal(error) {
            return false
        }
    }

    private func write(_ ids: Set<ObjectID>) throws {
        let builder = try Handle("take over commits", free: git_packbuilder_free) {
            git_packbuilder_new(&$0, both.handle.pointer)
        }
        let walk = try Handle("take over commits", free: git_revwalk_free) {
            git_revwalk_new(&$0, both.handle.pointer)
        }
        for id in ids {
            var oid = id.oid
            try check("take over \(id)") { git_revwalk_push(walk.pointer, &oid) }
            guard try both.commit(id) != id else { continue }
            // A walk reaches commits alone.
            try check("take over \(id)") { git_packbuilder_insert(builder.pointer, &oid, nil) }
        }
        // What a ref of the new clone leads to is there already.
        try check("take over commits") { git_revwalk_hide_glob(walk.pointer, "refs/reconciler/*") }
        try check("take over commits") { git_packbuilder_insert_walk(builder.pointer, walk.pointer) }
        guard git_packbuilder_object_count(builder.pointer) > 0 else { return }
        try check("take over commits") {
            git_packbuilder_write(builder.pointer, "\(path)/objects/pack", 0o444, nil, nil)
        }
    }
}
