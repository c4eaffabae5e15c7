internal import CLibgit2

/// An open repository: its objects, its commits and its refs.
///
/// Holds pointers, so it belongs to one actor and never leaves it.
final class GitRepository: ObjectStore {
    let handle: Handle
    private let objects: Handle
    /// Where it is, for messages.
    private let path: String

    /// Opens exactly `path`, without looking above it.
    convenience init(opening path: String) throws(GitError) {
        Libgit2.start()
        let handle = try Handle("open the repository at \(path)", free: git_repository_free) {
            git_repository_open_ext(&$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
        }
        try self.init(handle, at: path)
    }

    /// Makes a bare repository; one that is there is opened.
    convenience init(creating path: String) throws(GitError) {
        Libgit2.start()
        let handle = try Handle("make the repository \(path)", free: git_repository_free) {
            git_repository_init(&$0, path, 1)
        }
        try self.init(handle, at: path)
    }

    init(_ handle: consuming Handle, at path: String) throws(GitError) {
        let pointer = handle.pointer
        objects = try Handle("open the objects of \(path)", free: git_odb_free) { git_repository_odb(&$0, pointer) }
        self.handle = handle
        self.path = path
    }

    /// - Throws: ``GitError``, or ``SourceFailure`` for a folder that is larger than any that is looked into.
    func tree(_ id: ObjectID) throws -> Tree {
        let size = try size(of: id, GIT_OBJECT_TREE, "a tree")
        guard size <= TreeLimits.tree else {
            throw SourceFailure("the folder with the tree \(id) has too many files: \(size) bytes of names")
        }
        return Tree(try read(id, GIT_OBJECT_TREE, "a tree"))
    }

    func size(ofBlob id: ObjectID) throws(GitError) -> Int { try size(of: id, GIT_OBJECT_BLOB, "a file") }

    /// By the object's header alone.
    private func size(of id: ObjectID, _ wanted: git_object_t, _ name: String) throws(GitError) -> Int {
        var (size, kind, oid) = (0, GIT_OBJECT_INVALID, id.oid)
        try check("look at \(id) in \(path)") { git_odb_read_header(&size, &kind, objects.pointer, &oid) }
        guard kind == wanted else { throw wrongKind(id, name) }
        return size
    }

    func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? {
        guard try size(ofBlob: id) <= limit else { return nil }
        return try read(id, GIT_OBJECT_BLOB, "a file")
    }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let object = try object(id, GIT_OBJECT_BLOB, "a file")
        try body(GitRepository.bytes(object))
    }

    /// Whether the object is there, by name alone.
    func has(_ id: ObjectID) -> Bool {
        var oid = id.oid
        return git_odb_exists(objects.pointer, &oid) == 1
    }

    /// Takes note of packs that another process has written.
    func refresh() throws(GitError) {
        try check("look for new objects in \(path)") { git_odb_refresh(objects.pointer) }
    }

    /// Looks into the folder `objects` of another repository, too, for what is not here.
    func readAlso(from objects: String) throws(GitError) {
        try check("read the objects in \(objects)") { git_odb_add_disk_alternate(self.objects.pointer, objects) }
    }

    private func read(_ id: ObjectID, _ kind: git_object_t, _ name: String) throws(GitError) -> [UInt8] {
        let object = try object(id, kind, name)
        return Array(GitRepository.bytes(object))
    }

    private func object(_ id: ObjectID, _ kind: git_object_t, _ name: String) throws(GitError) -> Handle {
        var oid = id.oid
        let object = try Handle("read \(id) in \(path)", free: git_odb_object_free) {
            git_odb_read(&$0, objects.pointer, &oid)
        }
        guard git_odb_object_type(object.pointer) == kind else { throw wrongKind(id, name) }
        return object
    }

    /// Valid as long as the object's owner lives.
    private static func bytes(_ object: borrowing Handle) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer))
    }

    private func wrongKind(_ id: ObjectID, _ name: String) -> GitError {
        GitError(
            task: "read \(id) in \(path)",
            code: GIT_EINVALID.rawValue,
            category: Int32(GIT_ERROR_OBJECT.rawValue),
            message: "it is not \(name)"
        )
    }
}
