package import Domain

extension GitConfigurationSource {
    package nonisolated func renewals(
        of services: [DesiredService],
        at revision: Revision
    ) async throws -> [DigestRenewal]? {
        Libgit2.ignoreConfiguration()
        return try await mending.redoing {
            try await RevisionDigests(configuration).renewals(of: services, at: revision)
        }
    }
}
