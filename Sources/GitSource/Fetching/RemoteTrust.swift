internal import CLibgit2

/// What libgit2 asks while it talks to a remote: for credentials, whether the server is the right one, and for the
/// transport where it is not libgit2's own.
///
/// libgit2 sees it as an untyped pointer, so it must outlive the connection that it is given to.
final class RemoteTrust {
    private let url: RemoteURL
    private let credentials: GitCredentials
    private let transport: ProgramTransport?
    private var timesAsked = 0
    /// Why the connection was refused from this side.
    private(set) var refusal: String?

    /// - `program`: What speaks to the remote in place of libgit2.
    init(url: RemoteURL, credentials: GitCredentials, program: RemoteProgram?) {
        self.url = url
        self.credentials = credentials
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
        callbacks.certificate_check = { certificate, _, _, payload in
            RemoteTrust.from(payload)?.check(certificate) ?? GIT_EUSER.rawValue
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
        refusal = why
        return GIT_EUSER.rawValue
    }

    private typealias Output = UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?

    private func provide(_ output: Output, _ allowed: UInt32) -> Int32 {
        let user = url.user ?? "git"
        // Asked first when the URL names no user; it shows nothing secret and so counts as no try.
        if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0 { return git_credential_username_new(output, user) }
        timesAsked += 1
        guard timesAsked == 1 else {
            return refuse("the server refused \(credentials); check that they are right and not expired")
        }
        if allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 { return provideKey(output, user) }
        guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else {
            return refuse("the server wants a kind of credentials that is not supported")
        }
        return providePassword(output)
    }

    private func provideKey(_ output: Output, _ user: String) -> Int32 {
        switch credentials {
        case .ssh(let ssh):
            guard let key = ssh.privateKey else { return git_credential_ssh_key_from_agent(output, user) }
            return git_credential_ssh_key_memory_new(output, user, nil, key, nil)
        case .none: return git_credential_ssh_key_from_agent(output, user)
        case .basic, .token: return refuse("the server wants an SSH key, and \(credentials) is configured")
        }
    }

    private func providePassword(_ output: Output) -> Int32 {
        switch credentials {
        case .basic(let username, let password): git_credential_userpass_plaintext_new(output, username, password)
        case .token(let token): git_credential_userpass_plaintext_new(output, url.user ?? "x-access-token", token)
        case .none: refuse("the server wants credentials, and none are configured; set \"credentials\" of the source")
        case .ssh: refuse("the server wants a user name and a password, and \(credentials) is configured")
        }
    }

    /// A TLS certificate was judged by libgit2; an SSH host key is judged here.
    private func check(_ certificate: UnsafeMutablePointer<git_cert>?) -> Int32 {
        guard let certificate, certificate.pointee.cert_type == GIT_CERT_HOSTKEY_LIBSSH2 else {
            return GIT_PASSTHROUGH.rawValue
        }
        let key = certificate.withMemoryRebound(to: git_cert_hostkey.self, capacity: 1) { RemoteTrust.key($0.pointee) }
        guard let key else { return refuse("the server's host key could not be read") }
        do {
            let check = HostKeyCheck(url: url, knownHosts: knownHosts)
            return try check.refusal(of: key).map(refuse) ?? 0
        } catch {
            return refuse("the known hosts could not be read: \(error)")
        }
    }

    private var knownHosts: String? {
        guard case .ssh(let ssh) = credentials else { return nil }
        return ssh.knownHosts
    }

    private static func key(_ certificate: git_cert_hostkey) -> [UInt8]? {
        guard certificate.type.rawValue & GIT_CERT_SSH_RAW.rawValue != 0, let start = certificate.hostkey else {
            return nil
        }
        return Array(UnsafeRawBufferPointer(start: start, count: certificate.hostkey_len))
    }

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
