internal import Glibc
internal import Platform

extension RemoteProgram {
    /// The system's `ssh`, which has the server of `url` read the repository to us.
    ///
    /// Key and known hosts are in files without a name, which are gone with this process however it ends.
    ///
    /// - Throws: ``SourceFailure`` where there is no `ssh`, or the key cannot be used.
    static func ssh(
        _ url: RemoteURL,
        _ credentials: GitCredentials,
        searchPath: String = ownSearchPath
    ) throws -> RemoteProgram {
        guard let ssh = ExecutableSearch.find("ssh", path: searchPath) else {
            throw SourceFailure(
                "\(url): there is no ssh in the PATH \(searchPath); install it, on Debian with: apt-get install openssh-client"
            )
        }
        let login = try SSHLogin(credentials, of: url)
        return RemoteProgram(
            executable: ssh,
            arguments: SSHCommand(url: url, trust: login.trust).arguments,
            environment: environment(searchPath, agent: login.usesAgent),
            words: 65_536,
            explain: { lines, status in
                SSHFailure(lines: lines, status: status, url: url, login: login).description
            }
        )
    }

    private static func environment(_ searchPath: String, agent: Bool) -> [String: String] {
        let names = ["HOME"] + (agent ? ["SSH_AUTH_SOCK"] : [])
        let found = names.compactMap { name in OwnProcess.variable(name).map { (name, $0) } }
        return ["PATH": searchPath, "LC_ALL": "C"].merging(found) { $1 }
    }
}
