internal import CLibgit2
internal import Glibc
internal import Platform

/// Where a source's clone is, and how a damaged one is replaced.
struct CloneFolder {
    /// The source's folder.
    let path: String

    var repository: String { "\(path)/repo.git" }

    private var replacement: String { "\(path)/repo.git.new" }
    private var discarded: String { "\(path)/repo.git.old" }

    /// Opens the clone, or makes an empty one where there is none; nil if what is there cannot be opened.
    func open() throws -> GitRepository? {
        try Folder.create(path, parents: true)
        guard Folder.somethingExists(at: repository) else { return try GitRepository(creating: repository) }
        do {
            return try GitRepository(opening: repository)
        } catch  where error.category != Int32(GIT_ERROR_OS.rawValue) {
            return nil
        }
    }

    /// An empty clone beside the present one.
    func openReplacement() throws -> GitRepository {
        try Folder.create(path, parents: true)
        try FolderRemoval.remove(replacement)
        return try GitRepository(creating: replacement)
    }

    /// Puts the replacement in place of the clone.
    func replace() throws -> GitRepository {
        try FolderRemoval.remove(discarded)
        if Folder.somethingExists(at: repository) { try move(repository, to: discarded) }
        try move(replacement, to: repository)
        try FolderRemoval.remove(discarded)
        return try GitRepository(opening: repository)
    }

    private func move(_ old: String, to new: String) throws {
        try systemCall("move \(old) to \(new)") { rename(old, new) }
    }
}
