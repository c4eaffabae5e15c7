internal import Platform

/// A key and known hosts in the form in which `ssh` takes them, as long as this object lives.
final class SSHLogin: Sendable {
    let trust: SSHCommand.Trust
    /// Whether a key was configured, and no other is shown.
    let hasKey: Bool
    /// Where known hosts are looked for, for people.
    let place: String
    private let configured: String?
    private let files: [PrivateText]

    /// - Throws: ``SourceFailure`` for credentials that SSH does not know, and for a key that cannot be used.
    init(_ credentials: GitCredentials, of url: RemoteURL) throws {
        switch credentials {
        case .basic, .token:
            throw SourceFailure(
                "\(url): the server wants an SSH key, and \(credentials) is configured; "
                    + "set \"ssh_key\" and \"known_hosts\" in \"credentials\""
            )
        case .none:
            (trust, hasKey, configured, files) = (.user(knownHosts: SSHLogin.movedKnownHosts), false, nil, [])
            place = "~/.ssh/known_hosts"
        case .ssh(let ssh):
            if let problem = ssh.privateKey.flatMap(SSHPrivateKey.problem) { throw SourceFailure("\(url): \(problem)") }
            let (hosts, key) = (try PrivateText(ssh.knownHosts), try PrivateText(ssh.privateKey))
            trust = .configured(knownHosts: hosts?.path, key: key?.path)
            (hasKey, configured, files) = (key != nil, ssh.knownHosts, [hosts, key].compactMap(\.self))
            place = configured == nil ? "~/.ssh/known_hosts" : "the configured known_hosts"
        }
    }

    var usesAgent: Bool { !hasKey }

    /// What is trusted, for messages; what of it cannot be read says nothing.
    var knownHosts: KnownHosts {
        if let configured { return KnownHosts(configured) }
        let home = SSHLogin.home ?? "/"
        let texts = ["\(home)/.ssh/known_hosts", "\(home)/.ssh/known_hosts2", "/etc/ssh/ssh_known_hosts"].map { path in
            String(decoding: (try? DurableFile.read(path, limit: 16 << 20)) ?? [], as: UTF8.self)
        }
        return KnownHosts(texts.joined(separator: "\n"))
    }

    private static var home: String? { OwnProcess.variable("HOME") ?? OwnProcess.homeFolder() }

    /// The known hosts below `HOME` where that is another folder than the password file's, in which `ssh` looks.
    private static var movedKnownHosts: String? {
        guard let home = OwnProcess.variable("HOME"), home != OwnProcess.homeFolder(), !home.contains("\"") else {
            return nil
        }
        return home.replacing("%", with: "%%") + "/.ssh/known_hosts"
    }

    /// Bytes in memory that `ssh` reads as a file.
    private final class PrivateText: Sendable {
        private let file: Descriptor
        var path: String { file.pathForOthers }

        init?(_ text: String?) throws(SystemError) {
            guard let text else { return nil }
            // As a file of lines, which OpenSSH wants a key to be.
            let lines = text.replacing("\r\n", with: "\n")
            file = try MemoryFile.makePrivate(Array((lines.hasSuffix("\n") ? lines : lines + "\n").utf8))
        }
    }
}
