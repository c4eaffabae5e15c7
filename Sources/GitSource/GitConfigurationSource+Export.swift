package import Domain

extension GitConfigurationSource {
    package nonisolated func export(_ order: Deployment.Order, into folder: String) async throws {
        Libgit2.ignoreConfiguration()
        try await mending.redoing { try await exports.write(order, into: folder) }
    }
}
