internal import Domain
internal import Platform

/// Answers the daemon's requests about one source, one after the other, in the child process.
final class FetchSession {
    private var repository: GitRepository?
    private var opened: String?
    private var authorities = CertificateAuthorities()
    private let failpoints: Failpoints

    init(_ failpoints: Failpoints) {
        self.failpoints = failpoints
    }

    func answer(_ request: FetchRequest) throws -> FetchAnswer {
        Libgit2.ignoreConfiguration()
        let folder = CloneFolder(path: request.folder)
        if !Folder.isFolder(at: folder.path) { try Folder.create(folder.path, parents: true) }
        try authorities.trust(request.certificateAuthority, folder: folder.path)
        guard !request.renew, let present = try open(folder) else { return try renew(request, folder) }
        do {
            return try answer(request, present, folder)
        } catch let error as GitError {
            // The clone may be what is broken; if everything known is there, it is not.
            guard !isWhole(present, request, folder) else { throw SourceFailure("\(request.url): \(error)") }
            return try renew(request, folder)
        }
    }

    private func answer(
        _ request: FetchRequest,
        _ repository: GitRepository,
        _ folder: CloneFolder
    ) throws -> FetchAnswer {
        let finding = try FetchOperation(request, repository, failpoints).run()
        let gathers = try finding.isNew && ClonePacks(of: folder.repository).areMany
        return FetchAnswer(finding, gathers: gathers)
    }

    /// Gathers the packs of the clone that was asked for last.
    ///
    /// - Returns: Whether they are others than before.
    func gather() throws -> Bool {
        guard let repository, let opened else { return false }
        return try ClonePacks(of: opened).gather(repository) { failpoints.reach(.packsGathered) }
    }

    private func open(_ folder: CloneFolder) throws -> GitRepository? {
        if let repository, opened == folder.repository, Folder.somethingExists(at: folder.repository) {
            return repository
        }
        try CloneLeftovers.remove(from: folder)
        repository = try folder.open()
        opened = folder.repository
        return repository
    }

    private func isWhole(_ repository: GitRepository, _ request: FetchRequest, _ folder: CloneFolder) -> Bool {
        do {
            for ref in try CloneRefFiles.all(in: folder.repository, limit: 10_000) {
                guard let id = ref.id else { return false }
                _ = try repository.commit(id)
            }
            if let known = try request.known.flatMap(repository.commit) { try CloneCheck.run(known, in: repository) }
            return true
        } catch {
            // Whatever keeps a known commit from being read is the damage that is looked for.
            return false
        }
    }

    /// Clones anew beside the damaged clone, which stays until the new one is whole.
    private func renew(_ request: FetchRequest, _ folder: CloneFolder) throws -> FetchAnswer {
        let (finding, renewal) = try cloneAnew(request, folder)
        repository = try folder.replace { failpoints.reach(.cloneReplaced) }
        opened = folder.repository
        return FetchAnswer(finding, renewal: renewal)
    }

    private typealias Renewed = (FetchFinding, CloneRenewal)

    private func cloneAnew(_ request: FetchRequest, _ folder: CloneFolder) throws -> Renewed {
        do {
            return try fillReplacement(request, folder)
        } catch {
            // What cannot be removed now is removed before the next one is made; what went wrong first is told.
            try? folder.removeReplacement()
            guard let error = error as? GitError else { throw error }
            throw SourceFailure(
                "\(request.url): the clone was damaged and could not be made anew, because the remote is incomplete "
                    + "or damaged too: \(error.message); repair the remote repository, for example with: git fsck"
            )
        }
    }

    private func fillReplacement(_ request: FetchRequest, _ folder: CloneFolder) throws -> Renewed {
        let replacement = try folder.openReplacement()
        let finding = try FetchOperation(request, replacement, failpoints).run()
        try CloneCheck.run(finding.commit, in: replacement)
        let outcome = try CloneRescue.run(
            from: folder.repository,
            into: replacement,
            at: folder.replacement,
            accepted: request.accepted.flatMap(ObjectID.init)
        )
        // How the commit relates to the accepted one is known only now.
        let known = try outcome.saved == 0 ? finding : FetchOperation(request, replacement, failpoints).run()
        return (known, CloneRenewal(outcome))
    }
}
