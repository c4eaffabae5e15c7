internal import CLibgit2
internal import Glibc
internal import Platform

/// Where a source's clone is, and how a damaged one is replaced.
struct CloneFolder {
    /// The source's folder.
    let path: String

    init(path: String) {
        self.path = path
    }

    /// In the state folder.
    init(of source: GitSourceConfiguration) {
        self.init(path: "\(source.stateFolder)/sources/\(source.name)")
    }

    var repository: String { "\(path)/repo.git" }

    /// Where a new clone is made beside the present one.
    var replacement: String { "\(path)/repo.git.new" }
    private var discarded: String { "\(path)/repo.git.old" }

    /// What is only there while a clone is being replaced.
    var halves: [String] { [replacement, discarded] }

    /// Opens the clone, or makes an empty one where there is none; nil if what is there cannot be opened.
    func open() throws -> GitRepository? {
        try Folder.create(path, parents: true)
        guard Folder.somethingExists(at: repository) else { return try make(repository) }
        try mendHead()
        do {
            return try GitRepository(opening: repository)
        } catch  where error.category != Int32(GIT_ERROR_OS.rawValue) {
            return nil
        }
    }

    /// An empty clone beside the present one.
    func openReplacement() throws -> GitRepository {
        try Folder.create(path, parents: true)
        try removeReplacement()
        return try make(replacement)
    }

    /// An empty clone, on disk.
    private func make(_ path: String) throws -> GitRepository {
        let made = try GitRepository(creating: path)
        try FolderSync.run(path)
        return made
    }

    /// Writes the clone's `HEAD` anew where it says nothing: it must be there, and means nothing.
    private func mendHead() throws(SystemError) {
        let path = "\(repository)/HEAD"
        guard Folder.isFolder(at: repository), !isHead(path) else { return }
        try DurableFile.write(Array("ref: refs/heads/main\n".utf8), to: path, mode: 0o644)
    }

    private func isHead(_ path: String) -> Bool {
        // Whatever keeps it from being read is mended by another one.
        let bytes = (try? DurableFile.read(path, limit: 4_096)) ?? []
        return String(decoding: bytes, as: UTF8.self).hasPrefix("ref: refs/")
    }

    /// Nobody opens it any more.
    func removeReplacement() throws { try FolderRemoval.remove(replacement) }

    /// Puts the replacement in place of the clone; at the moment of `between` the old one is still there too.
    func replace(between: () -> Void) throws -> GitRepository {
        try FolderRemoval.remove(discarded)
        try putInPlace()
        try FolderSync.runName(in: path)
        between()
        for path in halves { try FolderRemoval.remove(path) }
        return try GitRepository(opening: repository)
    }

    private func putInPlace() throws {
        guard Folder.somethingExists(at: repository) else { return try move(replacement, to: repository) }
        guard try !Renaming.exchange(replacement, with: repository) else { return }
        // The daemon may look for the clone just between the two, and finds none.
        try move(repository, to: discarded)
        try move(replacement, to: repository)
    }

    private func move(_ old: String, to new: String) throws {
        try systemCall("move \(old) to \(new)") { rename(old, new) }
    }
}
