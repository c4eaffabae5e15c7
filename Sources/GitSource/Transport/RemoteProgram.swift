internal import Platform

/// A program that speaks Git's protocol on its standard input and output, as `git upload-pack` does
/// (gitprotocol-pack(5)).
struct RemoteProgram: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    /// So much of what it says on its standard error is kept, in bytes, the last of it.
    var words = 4_096
    /// Says from its words and its end why it has ended too early, where that is more than its last line.
    var explain: (@Sendable ([String], ExitStatus) -> String)?

    /// Reads a repository of this machine as `git clone` does; nil where no `git` is installed.
    ///
    /// Nothing that the repository's own configuration says is carried out, whoever owns it: a program is named by
    /// protected configuration alone (git-config(1)), and no missing object is fetched from elsewhere.
    static func uploadPack(_ path: String, searchPath: String = ownSearchPath) -> RemoteProgram? {
        guard let git = ExecutableSearch.find("git", path: searchPath) else { return nil }
        return RemoteProgram(
            executable: git,
            arguments: ["-c", "safe.directory=*", "upload-pack", path],
            environment: [
                "PATH": searchPath, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
                "GIT_NO_LAZY_FETCH": "1",
            ]
        )
    }

    static var ownSearchPath: String { OwnProcess.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin" }
}
