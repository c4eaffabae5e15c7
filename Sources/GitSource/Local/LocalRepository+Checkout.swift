internal import CLibgit2
internal import Glibc
internal import Platform

/// What the forms of a checkout lack that save time: a whole index, and objects.
extension LocalRepository {
    /// The files that are there now, in whatever form the index is.
    func files(of repository: GitRepository, in top: String) async throws -> [WorkingFile] {
        do {
            return try WorkingTreeListing.files(of: repository, in: top)
        } catch let error as GitError where error.category == Int32(GIT_ERROR_INDEX.rawValue) {
            // A split index or a sparse one (gitformat-index(5)), which libgit2 does not read.
            guard let git = LocalGit(in: top) else { throw error }
            return try await unfolded(of: repository, in: top, git)
        }
    }

    private func unfolded(of repository: GitRepository, in top: String, _ git: LocalGit) async throws -> [WorkingFile] {
        let copy = try TemporaryCopy(of: repository.ownFolder + "index")
        try await git.unfoldIndex(copy.path)
        try repository.readIndex(from: copy.path)
        return try WorkingTreeListing.files(of: repository, in: top)
    }

    /// Has the objects of files here that a partial clone left out.
    func complete(_ files: [WorkingFile], _ repository: GitRepository, in top: String) async throws {
        guard let remote = repository.promisor else { return }
        let kept = files.filter { $0.mode != .submodule }.compactMap(\.id)
        let missing = kept.filter { !repository.has($0) }
        guard !missing.isEmpty, let git = LocalGit(in: top) else { return }
        try await git.fetch(Array(Set(missing)), from: remote)
        try repository.refresh()
    }

    /// Has everything here that a commit needs and that a partial clone left out: folders first, then their files.
    func complete(_ commit: ObjectID, _ repository: GitRepository, in folder: String) async throws {
        guard let remote = repository.promisor, let git = LocalGit(in: folder) else { return }
        for _ in 1...3 {
            let missing = try await git.missing(from: commit)
            guard !missing.isEmpty else { break }
            try await git.fetch(missing, from: remote)
        }
        try repository.refresh()
    }
}

/// A copy of a small file, gone with its owner.
private final class TemporaryCopy {
    private static let limit = 512 << 20
    let path: String

    init(of original: String) throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/reconciler-index-XXXXXX".utf8CString)
        let file = Descriptor(adopting: try systemCall("make a file in \(folder)") { mkstemp(&name) })
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try file.pwriteAll(try DurableFile.read(original, limit: TemporaryCopy.limit), at: 0)
    }

    deinit {
        unlink(path)
        unlink("\(path).lock")
    }
}
