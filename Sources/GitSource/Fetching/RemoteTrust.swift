internal import CLibgit2

/// What libgit2 asks while it talks to a remote: for credentials, and for the transport where it is not libgit2's own.
///
/// libgit2 sees it as an untyped pointer, so it must outlive the connection that it is given to.
final class RemoteTrust {
    private let url: RemoteURL
    private let credentials: GitCredentials
    private let transport: ProgramTransport?
    private var timesAsked: Int
    private var ownRefusal: String?

    /// Why there is no connection, where that is known better than libgit2 says it.
    var refusal: String? { ownRefusal ?? transport?.explanation }

    /// - `program`: What speaks to the remote in place of libgit2.
    /// - `areShown`: Whether the credentials go with every request, so that who asks for them has refused them.
    init(url: RemoteURL, credentials: GitCredentials, program: RemoteProgram?, areShown: Bool) {
        self.url = url
        self.credentials = credentials
        timesAsked = areShown ? 1 : 0
        transport = program.map(ProgramTransport.init)
    }

    /// Callbacks that lead here; valid as long as this object lives.
    var callbacks: git_remote_callbacks {
        var callbacks = git_remote_callbacks()
        git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION))
        callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        callbacks.credentials = { output, _, _, allowed, payload in
            RemoteTrust.from(payload)?.provide(output, allowed) ?? GIT_EUSER.rawValue
        }
        guard transport != nil else { return callbacks }
        callbacks.transport = { output, remote, payload in
            RemoteTrust.from(payload)?.transport?.make(output, remote) ?? GIT_ERROR.rawValue
        }
        return callbacks
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteTrust? {
        payload.map { Unmanaged<RemoteTrust>.fromOpaque($0).takeUnretainedValue() }
    }

    private func refuse(_ why: String) -> Int32 {
        ownRefusal = why
        return GIT_EUSER.rawValue
    }

    private typealias Output = UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?

    private func provide(_ output: Output, _ allowed: UInt32) -> Int32 {
        timesAsked += 1
        guard timesAsked == 1 else {
            return refuse("the server refused \(credentials); check that they are right and not expired")
        }
        guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else {
            return refuse("the server wants a kind of credentials that is not supported")
        }
        return providePassword(output)
    }

    private func providePassword(_ output: Output) -> Int32 {
        if let login = credentials.login(user: url.user) {
            return git_credential_userpass_plaintext_new(output, login.username, login.password)
        }
        if case .none = credentials {
            return refuse("the server wants credentials, and none are configured; set \"credentials\" of the source")
        }
        return refuse("the server wants a user name and a password, and \(credentials) is configured")
    }

    /// Whether the server was shown credentials, and what it said of them is not known.
    var wereShown: Bool { timesAsked == 1 }

    /// Every text that must not be shown.
    var secrets: [String] {
        switch credentials {
        case .none: [url.user].compactMap(\.self)
        case .basic(_, let password): [password]
        case .token(let token): [token]
        case .ssh(let ssh): [ssh.privateKey].compactMap(\.self)
        }
    }
}
