internal import Glibc
internal import Platform

/// A program that speaks Git's protocol on its standard input and output, as `git upload-pack` does
/// (gitprotocol-pack(5)).
struct RemoteProgram: Equatable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]

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

    static var ownSearchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    }
}
