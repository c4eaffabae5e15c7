internal import CLibgit2
internal import Domain

extension GitRepository {
    /// The commit that `id` is, or that the annotated tag `id` leads to; nil if it leads to none.
    func commit(_ id: ObjectID) throws(GitError) -> ObjectID? {
        var oid = id.oid
        let object = try Handle("read the commit \(id)", free: git_object_free) {
            git_object_lookup(&$0, handle.pointer, &oid, GIT_OBJECT_ANY)
        }
        var peeled: OpaquePointer?
        let code = git_object_peel(&peeled, object.pointer, GIT_OBJECT_COMMIT)
        if code == GIT_EPEEL.rawValue || code == GIT_EINVALIDSPEC.rawValue { return nil }
        let commit = try Handle("read the commit \(id)", free: git_object_free) {
            $0 = peeled
            return code
        }
        return git_object_id(commit.pointer).map { ObjectID($0.pointee) }
    }

    /// The tree of a commit.
    func tree(ofCommit id: ObjectID) throws(GitError) -> ObjectID {
        var oid = id.oid
        let commit = try Handle("read the commit \(id)", free: git_commit_free) {
            git_commit_lookup(&$0, handle.pointer, &oid)
        }
        return try treeID(commit, id)
    }

    private func treeID(_ commit: borrowing Handle, _ id: ObjectID) throws(GitError) -> ObjectID {
        guard let tree = git_commit_tree_id(commit.pointer) else {
            throw GitError(task: "read the commit \(id)", code: 0, category: 0, message: "it has no tree")
        }
        return ObjectID(tree.pointee)
    }

    /// When a commit was made, in seconds since 1970, as the commit says it.
    func time(ofCommit id: ObjectID) throws(GitError) -> Int64 {
        var oid = id.oid
        let commit = try Handle("read the commit \(id)", free: git_commit_free) {
            git_commit_lookup(&$0, handle.pointer, &oid)
        }
        return git_commit_time(commit.pointer)
    }

    /// The commits that a commit follows, as far as they are here.
    func parents(ofCommit id: ObjectID) throws(GitError) -> [ObjectID] {
        var oid = id.oid
        let commit = try Handle("read the commit \(id)", free: git_commit_free) {
            git_commit_lookup(&$0, handle.pointer, &oid)
        }
        return (0..<git_commit_parentcount(commit.pointer)).compactMap { index in
            git_commit_parent_id(commit.pointer, index).map { ObjectID($0.pointee) }
        }.filter(has)
    }

    /// The first line of a commit's message, and its author's name; repaired where they are not UTF-8.
    func words(ofCommit id: ObjectID) throws(GitError) -> (subject: String, author: String) {
        var oid = id.oid
        let commit = try Handle("read the commit \(id)", free: git_commit_free) {
            git_commit_lookup(&$0, handle.pointer, &oid)
        }
        let subject = git_commit_summary(commit.pointer).map { String(cString: $0) }
        let author = git_commit_author(commit.pointer).flatMap { $0.pointee.name }.map { String(cString: $0) }
        return (subject ?? "", author ?? "")
    }

    /// Whether `ancestor` is `commit` or among what it descends from.
    func descends(_ commit: ObjectID, from ancestor: ObjectID) throws(GitError) -> Bool {
        guard commit != ancestor else { return true }
        var (later, earlier) = (commit.oid, ancestor.oid)
        let code = git_graph_descendant_of(handle.pointer, &later, &earlier)
        try check("compare the commits \(ancestor) and \(commit)") { code }
        return code == 1
    }
}
