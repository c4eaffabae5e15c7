internal import Domain
internal import GitSource

/// The config repository on this machine that a command reads without a daemon.
enum LocalSource {
    static let path = OptionSyntax(
        name: "path",
        value: "FOLDER",
        help: "the source's path: only definitions below this folder count"
    )

    /// The repository in `folder`, seen from the working directory.
    static func open(_ folder: String?, _ invocation: Invocation, _ context: CommandContext) throws
        -> LocalRepository
    {
        let text = invocation.value(path) ?? "."
        guard let path = RepositoryPath(text), let name = SourceName("local") else {
            throw UsageError("--path takes a folder below the repository's root", command: invocation.command)
        }
        let place = FilePaths.absolute(folder ?? ".", from: context.workingDirectory)
        return try LocalRepository(folder: place, path: path, source: name)
    }
}
