internal import Domain
internal import GitSource
internal import StatusAPI

/// One config repository as it is configured.
struct SourceConfiguration: Hashable, Sendable {
    var name: SourceName
    /// A local path is absolute.
    var url: RemoteURL
    var ref = RefSelector.head
    /// The folder below which definitions are looked for.
    var path = RepositoryPath.root
    /// Between two polls, in milliseconds; zero polls once at the start, and then only when asked.
    var interval = defaultInterval
    /// Of one listing or fetch, in milliseconds.
    var timeout = GitSourceConfiguration.defaultTimeout
    var credentials = Credentials.none
    /// A file of certificates that are trusted besides the system's.
    var ca: String?
    /// What proves that a push hook is genuine, as it was when the configuration was read; nil takes none.
    var hookSecret: HookSecret?
    /// What a tip does that does not contain the accepted one.
    var onRewrite = HoldRules.Rewrite.follow

    /// What the remote is shown, as the places of its secrets.
    enum Credentials: Hashable, Sendable {
        case none
        case password(username: SecretPlace, password: SecretPlace)
        case token(SecretPlace)
        case ssh(key: SecretPlace, knownHosts: SecretPlace)
    }

    /// 60 seconds, in milliseconds.
    static let defaultInterval: Int64 = 60_000
}

extension SourceConfiguration.Credentials {
    /// The secrets as they are now.
    ///
    /// - Throws: ``UnreadableSecret``.
    func read(_ environment: [String: String]) throws -> GitCredentials {
        switch self {
        case .none: .none
        case .password(let username, let password):
            .basic(username: try username.text(environment), password: try password.text(environment))
        case .token(let token): .token(try token.text(environment))
        case .ssh(let key, let hosts):
            .ssh(
                SSHCredentials(
                    privateKey: try key.text(environment),
                    knownHosts: try hosts.text(environment, limit: SecretPlace.knownHostsLimit)
                )
            )
        }
    }
}
