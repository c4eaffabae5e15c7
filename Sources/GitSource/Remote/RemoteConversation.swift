internal import CLibgit2
internal import Domain
internal import Glibc

/// What libgit2 asks while it speaks to a remote: credentials, and whether to trust whom it has reached.
final class RemoteConversation {
    private let address: RemoteAddress
    /// Each kind of credential is offered once: libgit2 asks again and again when one is refused.
    private var offered: UInt32 = 0
    /// What was found wrong while answering; said instead of libgit2's own words.
    private var complaint: String?

    init(_ address: RemoteAddress) {
        self.address = address
    }

    /// Credentials are not carried to another place.
    var redirects: git_remote_redirect_t {
        if case .none = address.credentials { return GIT_REMOTE_REDIRECT_INITIAL }
        return GIT_REMOTE_REDIRECT_NONE
    }

    /// Makes libgit2 ask this object, which must live until the call that the callbacks are for has ended.
    func install(into callbacks: inout git_remote_callbacks) {
        callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        callbacks.credentials = { credential, _, user, allowed, payload in
            RemoteConversation.from(payload)?.offer(credential, user: user, allowed: allowed) ?? GIT_EAUTH.rawValue
        }
        callbacks.certificate_check = { certificate, isValid, host, payload in
            RemoteConversation.from(payload)?.trusts(certificate, isValid: isValid != 0, host: host)
                ?? GIT_ECERTIFICATE.rawValue
        }
    }

    /// Makes a call for which these callbacks were installed; what they complained about is the error's message.
    func attempt(_ task: @autoclosure () -> String, _ call: () -> Int32) throws(GitError) {
        do throws(GitError) {
            try withExtendedLifetime(self) { () throws(GitError) in try GitSource.check(task(), call) }
        } catch {
            throw GitError(
                task: error.task,
                code: error.code,
                category: error.category,
                message: complaint ?? error.message
            )
        }
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> RemoteConversation? {
        payload.map { Unmanaged<RemoteConversation>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension RemoteConversation {
    private typealias Slot = UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>

    private func offer(_ slot: Slot?, user: UnsafePointer<CChar>?, allowed: UInt32) -> Int32 {
        let user = user.map { String(cString: $0) } ?? "git"
        if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0, takeTurn(GIT_CREDENTIAL_USERNAME) {
            return git_credential_username_new(slot, user)
        }
        switch address.credentials {
        case .basic(let username, let password): return offerPassword(slot, username, password, allowed)
        case .token(let token): return offerPassword(slot, address.url.user ?? "x-access-token", token, allowed)
        case .ssh(let credentials):
            guard let key = credentials.privateKey else { return offerAgent(slot, user, allowed) }
            return offerKey(slot, user, key, allowed)
        case .none: return offerAgent(slot, user, allowed)
        }
    }

    private func offerPassword(_ slot: Slot?, _ username: String, _ password: String, _ allowed: UInt32) -> Int32 {
        guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else {
            return complain("the remote takes no password; for SSH configure `ssh_key`")
        }
        guard takeTurn(GIT_CREDENTIAL_USERPASS_PLAINTEXT) else {
            return complain("the remote refused the credentials: authentication failed")
        }
        return git_credential_userpass_plaintext_new(slot, username, password)
    }

    private func offerKey(_ slot: Slot?, _ user: String, _ key: String, _ allowed: UInt32) -> Int32 {
        guard allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 else { return complain("the remote takes no SSH key") }
        guard takeTurn(GIT_CREDENTIAL_SSH_KEY) else {
            return complain("the remote refused the SSH key for the user '\(user)': authentication failed")
        }
        return git_credential_ssh_key_memory_new(slot, user, nil, key, nil)
    }

    private func offerAgent(_ slot: Slot?, _ user: String, _ allowed: UInt32) -> Int32 {
        guard allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 else {
            return complain("the remote wants credentials, and none are configured: authentication failed")
        }
        guard getenv("SSH_AUTH_SOCK") != nil else {
            return complain(
                "the remote wants an SSH key: configure `ssh_key`, or start the daemon with an agent (SSH_AUTH_SOCK)"
            )
        }
        guard takeTurn(GIT_CREDENTIAL_SSH_KEY) else {
            return complain(
                "the remote refused every key of the SSH agent for the user '\(user)': authentication failed"
            )
        }
        return git_credential_ssh_key_from_agent(slot, user)
    }

    private func takeTurn(_ kind: git_credential_t) -> Bool {
        guard offered & kind.rawValue == 0 else { return false }
        offered |= kind.rawValue
        return true
    }

    private func complain(_ message: String) -> Int32 {
        complaint = complaint ?? message
        return GIT_EAUTH.rawValue
    }
}

extension RemoteConversation {
    /// Zero to go on; below zero to end the conversation.
    private func trusts(
        _ certificate: UnsafeMutablePointer<git_cert>?,
        isValid: Bool,
        host: UnsafePointer<CChar>?
    ) -> Int32 {
        let host = host.map { String(cString: $0) } ?? "the remote"
        guard let certificate, certificate.pointee.cert_type == GIT_CERT_HOSTKEY_LIBSSH2 else {
            return isValid
                ? 0
                : distrust(
                    "the certificate of \(host) is not signed by an authority that is trusted here, or not for this name; a private authority goes into `ca`"
                )
        }
        let key = certificate.withMemoryRebound(to: git_cert_hostkey.self, capacity: 1) { HostKey($0.pointee) }
        guard let key else { return distrust("\(host) showed no host key that can be compared") }
        return check(key, of: host)
    }

    private func check(_ key: HostKey, of host: String) -> Int32 {
        do {
            try KnownHosts(text: knownHosts).check(key, host: host, port: address.url.port ?? 22)
            return 0
        } catch {
            return distrust(error.description)
        }
    }

    private var knownHosts: String? {
        if case .ssh(let credentials) = address.credentials { return credentials.knownHosts }
        return nil
    }

    private func distrust(_ message: String) -> Int32 {
        complaint = complaint ?? message
        return GIT_ECERTIFICATE.rawValue
    }
}
