internal import CLibgit2
internal import Glibc
internal import Platform

/// Files on disk as the trees and blobs that they would be in Git; nothing is written.
///
/// What is as it was committed is read from the repository: on disk it may have other line ends, or be what a Git LFS
/// pointer stands for.
final class WorkingTreeStore: ObjectStore {
    /// What Git keeps of a file that it leaves to Git LFS; the daemon sees no more of it.
    private static let pointer = Array("version https://git-lfs.github.com/spec/v1\n".utf8)
    private let folder: String
    private let repository: GitRepository?
    private var trees: [ObjectID: Tree] = [:]
    private var files: [ObjectID: TreePath] = [:]
    /// Links' targets, and files that are not on disk.
    private var contents: [ObjectID: [UInt8]] = [:]

    /// - Parameters:
    ///   - folder: What the files' paths start from.
    ///   - repository: Where the objects are that files have already.
    init(folder: String, repository: GitRepository?) {
        self.folder = folder
        self.repository = repository
    }

    /// The tree of all the files.
    ///
    /// - `new`: Files that are not on disk, by their places, and what would be in them.
    func add(_ found: [WorkingFile], and new: [TreePath: [UInt8]] = [:]) throws -> ObjectID {
        var top = Node()
        for file in found { top.insert(file, file.path.components[...], id: try id(of: file)) }
        for (path, bytes) in new {
            let id = try WorkingTreeStore.hash(bytes, GIT_OBJECT_BLOB)
            contents[id] = bytes
            top.insert(WorkingFile(path: path, mode: .file, id: id), path.components[...], id: id)
        }
        return try store(top)
    }

    func tree(_ id: ObjectID) throws(GitError) -> Tree {
        guard let tree = trees[id] else { throw missing(id) }
        return tree
    }

    func size(ofBlob id: ObjectID) throws(GitError) -> Int {
        if let target = contents[id] { return target.count }
        guard let path = files[id] else { return try committed(id).size(ofBlob: id) }
        var information = stat()
        guard stat(place(path), &information) == 0 else { throw missing(id) }
        return Int(information.st_size)
    }

    func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? {
        if let target = contents[id] { return target.count <= limit ? target : nil }
        guard let path = files[id] else { return try committed(id).blob(id, limit: limit) }
        do {
            return try Descriptor(adopting: opened(path)).readAll(limit: limit)
        } catch  where error.code == EFBIG {
            return nil
        } catch {
            throw GitError(task: "read \(path)", code: -1, category: 0, message: "\(error)")
        }
    }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard let bytes = try blob(id, limit: .max - 1) else { throw missing(id) }
        try bytes.withUnsafeBytes(body)
    }

    private func committed(_ id: ObjectID) throws(GitError) -> GitRepository {
        guard let repository else { throw missing(id) }
        return repository
    }

    private func opened(_ path: TreePath) throws(SystemError) -> Int32 {
        let place = place(path)
        return try systemCall("open \(path)") { open(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    }

    /// The path as C has it: bytes, of whatever encoding.
    private func place(_ path: TreePath) -> [CChar] {
        (Array(folder.utf8) + [UInt8(ascii: "/")] + path.bytes + [0]).map { CChar(bitPattern: $0) }
    }

    private func id(of file: WorkingFile) throws -> ObjectID {
        if let id = file.id { return id }
        switch file.mode {
        case .link:
            let target = try target(of: file.path)
            let id = try WorkingTreeStore.hash(target, GIT_OBJECT_BLOB)
            contents[id] = target
            return id
        case .submodule, .folder: return ObjectID(git_oid())
        case .file where file.isLarge, .executable where file.isLarge:
            let id = try WorkingTreeStore.hash(WorkingTreeStore.pointer, GIT_OBJECT_BLOB)
            contents[id] = WorkingTreeStore.pointer
            return id
        case .file, .executable:
            let id = try hash(file.path)
            files[id] = file.path
            return id
        }
    }

    private func target(of link: TreePath) throws -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let place = place(link)
        let length = try systemCall("read the link \(link)") { readlink(place, &buffer, buffer.count) }
        return buffer.prefix(length).map { UInt8(bitPattern: $0) }
    }

    private func hash(_ path: TreePath) throws -> ObjectID {
        var oid = git_oid()
        let place = place(path)
        try check("read \(path)") { git_odb_hashfile(&oid, place, GIT_OBJECT_BLOB) }
        return ObjectID(oid)
    }

    private static func hash(_ bytes: [UInt8], _ kind: git_object_t) throws -> ObjectID {
        var oid = git_oid()
        try check("name an object") { git_odb_hash(&oid, bytes, bytes.count, kind) }
        return ObjectID(oid)
    }

    private func store(_ node: Node) throws -> ObjectID {
        var entries: [(key: [UInt8], bytes: [UInt8])] = []
        for (name, file) in node.files {
            entries.append((name, Array("\(file.mode.text) ".utf8) + name + [0] + file.id.bytes))
        }
        for (name, folder) in node.folders where node.files[name] == nil {
            let id = try store(folder)
            entries.append(
                (name + [UInt8(ascii: "/")], Array("\(EntryMode.folder.text) ".utf8) + name + [0] + id.bytes)
            )
        }
        let bytes = entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap(\.bytes)
        let id = try WorkingTreeStore.hash(bytes, GIT_OBJECT_TREE)
        trees[id] = Tree(bytes)
        return id
    }

    private func missing(_ id: ObjectID) -> GitError {
        GitError(task: "read \(id)", code: -1, category: 0, message: "the file is not there any more")
    }

    /// A folder while its files are gathered.
    private struct Node {
        var files: [[UInt8]: (mode: EntryMode, id: ObjectID)] = [:]
        var folders: [[UInt8]: Node] = [:]

        mutating func insert(_ file: WorkingFile, _ path: ArraySlice<ArraySlice<UInt8>>, id: ObjectID) {
            guard let name = path.first.map(Array.init) else { return }
            if path.count == 1 {
                files[name] = (file.mode, id)
            } else {
                folders[name, default: Node()].insert(file, path.dropFirst(), id: id)
            }
        }
    }
}
