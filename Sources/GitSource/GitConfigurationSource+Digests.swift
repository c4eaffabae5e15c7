package import Domain

extension GitConfigurationSource {
    package nonisolated func renewals(
        of services: [DesiredService],
        at revision: Revision
    ) async throws -> [DigestRenewal]? {
        Libgit2.ignoreConfiguration()
        let digests = RevisionDigests(configuration)
        return try await WorkPlaces.previews.run { try await digests.renewals(of: services, at: revision) }
    }
}
