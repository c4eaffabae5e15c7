internal import CLibgit2

extension GitRepository {
    /// Opens the repository that `folder` is in.
    convenience init(searching folder: String) throws(GitError) {
        Libgit2.start()
        let handle = try Handle("open the repository of \(folder)", free: git_repository_free) {
            git_repository_open_ext(&$0, folder, 0, nil)
        }
        try self.init(handle, at: folder)
    }

    /// The top of the working tree without a slash at its end; nil for a bare repository.
    var workingTree: String? {
        git_repository_workdir(handle.pointer).map { path in
            let text = String(cString: path)
            return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }

    /// The commit that a person means by `ref` (gitrevisions(7)), a branch of `origin` included; nil if there is none.
    func resolve(_ ref: String) throws(GitError) -> ObjectID? {
        for text in [ref, "refs/remotes/origin/\(ref)"] {
            if let id = try object(named: text) { return try commit(id) }
        }
        return nil
    }

    private func object(named text: String) throws(GitError) -> ObjectID? {
        var found: OpaquePointer?
        let code = git_revparse_single(&found, handle.pointer, text)
        guard ![GIT_ENOTFOUND, GIT_EINVALIDSPEC].map(\.rawValue).contains(code) else { return nil }
        let object = try Handle("look up \(text)", free: git_object_free) {
            $0 = found
            return code
        }
        return git_object_id(object.pointer).map { ObjectID($0.pointee) }
    }
}
