package import Domain

extension GitConfigurationSource {
    package nonisolated func descendants(
        of ancestor: Revision,
        among revisions: [Revision]
    ) async throws -> Set<Revision>? {
        Libgit2.ignoreConfiguration()
        return try await mending.noting { try await history.descendants(of: ancestor, among: revisions) }
    }

    package nonisolated func lastChange(
        of folders: [RepositoryPath],
        upTo revision: Revision
    ) async throws -> Commit? {
        Libgit2.ignoreConfiguration()
        return try await mending.noting { try await changeSearch.lastChange(of: folders, upTo: revision) }
    }

    package nonisolated func committed(_ revision: Revision) async throws -> Instant? {
        Libgit2.ignoreConfiguration()
        return try await mending.noting { try await history.committed(revision) }
    }
}
