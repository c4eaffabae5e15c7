package import Domain
internal import Platform

/// A config repository on this machine, for the command line: its working tree, and its revisions.
package actor LocalRepository {
    private let folder: String
    private let source: SourceName
    /// Where the folder stands in its repository, and below it the source's path.
    package nonisolated let path: RepositoryPath
    private let executor = BlockingExecutor(label: "local repository")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - folder: A folder of a Git working tree, a bare repository, or a plain folder.
    ///   - path: The source's path below `folder`.
    package init(folder: String, path: RepositoryPath = .root, source: SourceName) throws {
        self.folder = folder
        self.path = path
        self.source = source
    }

    /// What the files define now, committed or not; files that Git ignores are not there.
    package func workingTree() throws -> DesiredState {
        throw GitError(task: "read \(folder)", code: 0, category: 0, message: "not yet")
    }

    /// What a branch, a tag, a remote's branch or a revision defines.
    package func state(ref: String) throws -> DesiredState {
        throw GitError(task: "read \(ref) in \(folder)", code: 0, category: 0, message: "not yet")
    }
}
