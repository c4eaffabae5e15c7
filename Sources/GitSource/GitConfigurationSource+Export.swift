package import Domain
internal import Platform

extension GitConfigurationSource {
    package nonisolated func export(_ order: Deployment.Order, into folder: String) async throws {
        Libgit2.ignoreConfiguration()
        let export = RevisionExport(configuration)
        try await Turns.exports.run { try await export.write(order, into: folder) }
    }
}
