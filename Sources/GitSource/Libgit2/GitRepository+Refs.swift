internal import CLibgit2

extension GitRepository {
    /// What the ref names, without peeling a tag; nil if there is no such ref.
    func target(of ref: String) throws(GitError) -> ObjectID? {
        var oid = git_oid()
        let code = git_reference_name_to_id(&oid, handle.pointer, ref)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check("look up \(ref)") { code }
        return ObjectID(oid)
    }

    /// Makes the ref name `id`, whatever it named before.
    func set(_ ref: String, to id: ObjectID) throws(GitError) {
        var oid = id.oid
        _ = try Handle("write \(ref)", free: git_reference_free) {
            git_reference_create(&$0, handle.pointer, ref, &oid, 1, nil)
        }
    }

    /// One that is not there is no error.
    func remove(_ ref: String) throws(GitError) {
        let code = git_reference_remove(handle.pointer, ref)
        if code != GIT_ENOTFOUND.rawValue { try check("remove \(ref)") { code } }
    }

    /// The names of all refs that match `pattern`, sorted; at most `limit`.
    func refs(matching pattern: String, limit: Int) throws(GitError) -> [String] {
        let iterator = try Handle("list the refs \(pattern)", free: git_reference_iterator_free) {
            git_reference_iterator_glob_new(&$0, handle.pointer, pattern)
        }
        var names: [String] = []
        while names.count < limit {
            var name: UnsafePointer<CChar>?
            let code = git_reference_next_name(&name, iterator.pointer)
            if code == GIT_ITEROVER.rawValue { break }
            try check("list the refs \(pattern)") { code }
            if let name { names.append(String(cString: name)) }
        }
        return names.sorted()
    }
}
