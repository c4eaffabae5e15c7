/// What `ssh` is called with to have a server read a repository to us, as git calls it.
struct SSHCommand {
    let url: RemoteURL
    let trust: Trust

    /// Whom the server is shown to be, and by what it is judged.
    enum Trust: Equatable {
        /// The configuration alone: paths of a `known_hosts` file and of a key; without a key the agent is asked.
        case configured(knownHosts: String?, key: String?)
        /// What `ssh` finds of the user as whom it runs; a `known_hosts` elsewhere than `ssh` would look for it.
        case user(knownHosts: String?)
    }

    /// Behind the program's name.
    var arguments: [String] {
        ["-vv", "-T"] + trustArguments + SSHCommand.always.flatMap { ["-o", $0] } + port
            + ["--", destination, "git-upload-pack \(SSHCommand.quoted(url.pathOnServer))"]
    }

    /// Whatever a user's configuration says: nobody is asked, no unknown server trusted, nothing forwarded, and no
    /// connection outlives its program.
    ///
    /// The times end a program whose owner was killed together with whoever would end it; a source's timeout is shorter.
    private static let always = [
        "BatchMode=yes", "StrictHostKeyChecking=yes", "UpdateHostKeys=no", "ControlMaster=no", "ControlPath=none",
        "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no", "ConnectTimeout=120",
        "ServerAliveInterval=60", "ServerAliveCountMax=3",
    ]

    private var trustArguments: [String] {
        switch trust {
        case .configured(let knownHosts, let key):
            ["-F", "none", "-o", "CheckHostIP=no"] + (knownHosts.map(SSHCommand.only) ?? []) + keyArguments(key)
        case .user(let knownHosts): knownHosts.map { ["-o", "UserKnownHostsFile=\"\($0)\""] } ?? []
        }
    }

    private static func only(_ knownHosts: String) -> [String] {
        ["-o", "UserKnownHostsFile=\(knownHosts)", "-o", "GlobalKnownHostsFile=/dev/null"]
    }

    private func keyArguments(_ key: String?) -> [String] {
        guard let key else { return [] }
        return ["-i", key] + ["IdentitiesOnly=yes", "IdentityAgent=none"].flatMap { ["-o", $0] }
    }

    private var port: [String] { url.port.map { ["-p", "\($0)"] } ?? [] }

    private var destination: String { (url.user.map { "\($0)@" } ?? "") + url.host }

    /// For the server's shell: within single quotes, of which `'` and `!` are taken out, as git does it.
    static func quoted(_ text: String) -> String {
        // By scalars: a quote that carries an accent is a quote for the shell.
        "'" + text.unicodeScalars.map { $0 == "'" || $0 == "!" ? "'\\\($0)'" : "\($0)" }.joined() + "'"
    }
}
