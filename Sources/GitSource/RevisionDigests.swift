internal import CLibgit2
internal import Domain
internal import Platform

/// Computes what stored digests of older schemes are by the present one, beside the polls.
actor RevisionDigests {
    private let source: GitSourceConfiguration
    private let store: CloneStore
    private let executor = BlockingExecutor(on: .git)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        self.source = source
        store = CloneStore(path: CloneFolder(of: source).repository)
    }

    /// By both schemes, of those of which both can be computed; nil if the clone does not have the whole revision.
    func renewals(of services: [DesiredService], at revision: Revision) throws -> [DigestRenewal]? {
        do {
            return try renewalsOnce(of: services, at: revision)
        } catch is GitError {
            // The clone's files may have been replaced meanwhile.
            store.reopen()
            return try renewalsOfWhole(services, at: revision)
        }
    }

    private func renewalsOfWhole(_ services: [DesiredService], at revision: Revision) throws -> [DigestRenewal]? {
        do {
            return try renewalsOnce(of: services, at: revision)
        } catch let error as GitError where error.code == GIT_ENOTFOUND.rawValue {
            return nil
        }
    }

    private func renewalsOnce(of services: [DesiredService], at revision: Revision) throws -> [DigestRenewal]? {
        guard Folder.somethingExists(at: store.path), let commit = ObjectID(revision) else { return nil }
        guard try store.repository().has(commit) else { return nil }
        let root = try RevisionRoot.find(source, at: commit, in: store).tree
        let before = try digests(of: services, in: root) { DigestScheme(rawValue: $0.digest.scheme) }
        let now = try digests(of: services, in: root) { _ in .current }
        return services.compactMap { service in
            let name = service.definition.name
            guard let before = before[name], let now = now[name], before.scheme != now.scheme else { return nil }
            return DigestRenewal(service: name, before: before, now: now)
        }
    }

    /// Each pass may cost what the reading of a revision may.
    private func digests(
        of services: [DesiredService],
        in root: ObjectID,
        by scheme: (DesiredService) -> DigestScheme?
    ) throws -> [ServiceName: Digest] {
        let metered = MeteredStore(store, BudgetMeter(source.budget, share: ReadingBudget.share))
        let facts = FolderFacts(metered, fileBytes: source.budget.fileBytes)
        let trees = RevisionTrees(root: root, base: source.path, store: metered, facts: facts)
        return try services.reduce(into: [:]) { digests, service in
            guard let scheme = scheme(service) else { return }
            digests[service.definition.name] = try digest(of: service, in: trees, by: scheme)
        }
    }

    /// Nil if what the service covers is not there, or not as it should be.
    private func digest(
        of service: DesiredService,
        in trees: RevisionTrees,
        by scheme: DigestScheme
    ) throws -> Digest? {
        guard let folder = TreePath(service.folder, below: source.path), let tree = try trees.entry(at: folder),
            tree.mode == .folder
        else { return nil }
        let decoded = DecodedDefinition(service.definition)
        let coverage = try CoverageFinder.find(decoded, in: folder, tree.id, trees, by: scheme)
        guard coverage.problems.isEmpty else { return nil }
        return try ServiceDigest.compute(coverage, service.definition.data, by: scheme)
    }
}
