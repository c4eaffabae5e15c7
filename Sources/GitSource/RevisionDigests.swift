internal import CLibgit2
internal import Domain
internal import Platform

/// Computes what stored digests of older schemes are by the present one, beside the polls.
actor RevisionDigests {
    private let clone: CloneReader
    private let executor = BlockingExecutor(on: .git)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ source: GitSourceConfiguration) {
        clone = CloneReader(source)
    }

    /// By both schemes, of those of which both can be computed; nil if the clone does not have the whole revision.
    func renewals(of services: [DesiredService], at revision: Revision) async throws -> [DigestRenewal]? {
        do {
            return try await clone.retrying {
                try await LargeReading.run(.largeReadings) { try renewals(of: services, at: revision, $0) }
            }
        } catch let error as GitError where error.code == GIT_ENOTFOUND.rawValue {
            return nil
        }
    }

    private func renewals(
        of services: [DesiredService],
        at revision: Revision,
        _ large: LargeReading
    ) throws -> [DigestRenewal]? {
        guard Folder.somethingExists(at: clone.store.path), let commit = ObjectID(revision) else { return nil }
        guard try clone.store.repository().has(commit) else { return nil }
        let root = try RevisionRoot.find(clone.source, at: commit, in: clone.store).tree
        // Each pass may cost what the reading of a revision may.
        let before = try digests(of: services, in: clone.trees(of: root, large)) {
            DigestScheme(rawValue: $0.digest.scheme)
        }
        let now = try digests(of: services, in: clone.trees(of: root, large)) { _ in .current }
        return services.compactMap { service in
            let name = service.definition.name
            guard let before = before[name], let now = now[name], before.scheme != now.scheme else { return nil }
            return DigestRenewal(service: name, before: before, now: now)
        }
    }

    private func digests(
        of services: [DesiredService],
        in trees: RevisionTrees,
        by scheme: (DesiredService) -> DigestScheme?
    ) throws -> [ServiceName: Digest] {
        try services.reduce(into: [:]) { digests, service in
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
        guard let folder = TreePath(service.folder, below: clone.source.path), let tree = try trees.entry(at: folder),
            tree.mode == .folder
        else { return nil }
        let decoded = DecodedDefinition(service.definition)
        let coverage = try CoverageFinder.find(decoded, in: folder, tree.id, trees, by: scheme)
        guard coverage.problems.isEmpty else { return nil }
        return try ServiceDigest.compute(coverage, service.definition.data, by: scheme)
    }
}
