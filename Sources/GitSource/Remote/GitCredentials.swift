/// What a remote is shown, with its secrets already read.
///
/// Describes itself without them.
package enum GitCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Nothing over HTTP; the SSH agent over SSH.
    case none
    /// HTTP Basic (RFC 7617).
    case basic(username: String, password: String)
    /// HTTP Basic with the token as password and `x-access-token`, or the URL's user, as user: GitHub, GitLab,
    /// Gitea and Forgejo all take it so.
    case token(String)
    case ssh(SSHCredentials)

    package var description: String {
        switch self {
        case .none: "no credentials"
        case .basic: "user name and password"
        case .token: "a token"
        case .ssh(let credentials): credentials.description
        }
    }

    package var debugDescription: String { description }

    /// The user and the password of HTTP Basic for a URL that may name a user; nil if these are for something else.
    func login(user: String?) -> (username: String, password: String)? {
        switch self {
        case .basic(let username, let password): (username, password)
        case .token(let token): (user ?? "x-access-token", token)
        case .none, .ssh: nil
        }
    }
}

/// A private key, or else the agent of `SSH_AUTH_SOCK`, and the host keys that are trusted.
package struct SSHCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The private key's file, as text; nil asks the agent.
    package let privateKey: String?
    /// The text of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"); nil for `~/.ssh/known_hosts`.
    package let knownHosts: String?

    package init(privateKey: String?, knownHosts: String? = nil) {
        self.privateKey = privateKey
        self.knownHosts = knownHosts
    }

    package var description: String { privateKey == nil ? "the SSH agent" : "an SSH key" }

    package var debugDescription: String { description }
}
