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

    /// Whether a file's right to execute is what is on disk (`core.fileMode`).
    var trustsModes: Bool {
        get throws(GitError) {
            let configuration = try Handle("read the configuration", free: git_config_free) {
                git_repository_config_snapshot(&$0, handle.pointer)
            }
            var value: Int32 = 1
            let code = git_config_get_bool(&value, configuration.pointer, "core.filemode")
            return code == GIT_ENOTFOUND.rawValue || value != 0
        }
    }

    /// Whether the attributes leave the file's content to Git LFS.
    func isLargeFile(_ path: UnsafePointer<CChar>) -> Bool {
        var value: UnsafePointer<CChar>?
        let code = git_attr_get(&value, handle.pointer, 0, path, "filter")
        return code == 0 && value.map { String(cString: $0) } == "lfs"
    }

    /// The remote that has the objects which a partial clone left out; nil for any other clone.
    var promisor: String? {
        var iterator: OpaquePointer?
        var configuration: OpaquePointer?
        guard git_repository_config_snapshot(&configuration, handle.pointer) == 0 else { return nil }
        defer { git_config_free(configuration) }
        let pattern = #"^remote\..*\.(promisor|partialclonefilter)$"#
        guard git_config_iterator_glob_new(&iterator, configuration, pattern) == 0 else { return nil }
        defer { git_config_iterator_free(iterator) }
        var entry: UnsafeMutablePointer<git_config_entry>?
        guard git_config_next(&entry, iterator) == 0, let name = entry?.pointee.name else { return nil }
        return String(cString: name).split(separator: ".").dropFirst().dropLast().joined(separator: ".")
    }

    /// Reads the index from another file from now on.
    func readIndex(from path: String) throws(GitError) {
        let index = try Handle("read the index \(path)", free: git_index_free) { git_index_open(&$0, path) }
        try check("take the index \(path)") { git_repository_set_index(handle.pointer, index.pointer) }
    }

    /// The repository's folder that a working tree has for itself.
    var ownFolder: String { git_repository_path(handle.pointer).map { String(cString: $0) } ?? "" }

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
