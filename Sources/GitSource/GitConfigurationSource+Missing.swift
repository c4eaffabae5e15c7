package import Domain

extension GitConfigurationSource {
    package nonisolated func uncovered(
        _ missing: [MissingContent],
        by order: Deployment.Order
    ) async throws -> [UncoveredContent] {
        Libgit2.ignoreConfiguration()
        return try await mending.noting { try await MissingFiles(configuration).uncovered(missing, by: order) }
    }
}
