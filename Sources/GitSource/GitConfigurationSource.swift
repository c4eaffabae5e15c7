package import Domain
internal import Platform

/// A config repository, read through libgit2; what talks to the remote is a child process.
package actor GitConfigurationSource: ConfigurationSource {
    package nonisolated let name: SourceName
    package nonisolated let url: String
    package nonisolated let ref: String
    package nonisolated let path: RepositoryPath
    private let configuration: GitSourceConfiguration
    private let executor: BlockingExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Touches neither disk nor network.
    package init(_ configuration: GitSourceConfiguration) {
        self.configuration = configuration
        name = configuration.name
        url = configuration.url.description
        ref = configuration.ref.description
        path = configuration.path
        executor = BlockingExecutor(label: "git \(configuration.name)")
    }

    package func poll(accepted: Revision?) async throws -> SourcePoll {
        throw GitError(task: "poll \(url)", code: 0, category: 0, message: "not yet")
    }

    package func preview(ref: String) async throws -> DesiredState {
        throw GitError(task: "preview \(ref) of \(url)", code: 0, category: 0, message: "not yet")
    }

    package func export(_ order: Deployment.Order, into folder: String) async throws {
        throw GitError(task: "export \(order.folder) of \(url)", code: 0, category: 0, message: "not yet")
    }
}
