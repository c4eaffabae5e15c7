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

    private var replacement: String { "\(path)/repo.git.new" }
    private var discarded: String { "\(path)/repo.git.old" }

    /// What is only there while a clone is being replaced.
    var halves: [String] { [replacement, discarded] }

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
        try removeReplacement()
        return try GitRepository(creating: replacement)
    }

    /// Nobody opens it any more.
    func removeReplacement() throws { try FolderRemoval.remove(replacement) }

    /// Puts the replacement in place of the clone; at the moment of `between` the old one is still there too.
    func replace(between: () -> Void) throws -> GitRepository {
        try FolderRemoval.remove(discarded)
        try putInPlace()
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
