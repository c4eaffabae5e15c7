internal import Platform

/// Why `ssh` has ended without Git's protocol, in words for people: what was found, where, and what to do.
struct SSHFailure: CustomStringConvertible {
    private let words: SSHWords
    private let status: ExitStatus
    private let url: RemoteURL
    private let login: SSHLogin

    /// - `lines`: What it said on its standard error.
    init(lines: [String], status: ExitStatus, url: RemoteURL, login: SSHLogin) {
        words = SSHWords(lines)
        (self.status, self.url, self.login) = (status, url, login)
    }

    var description: String {
        if words.hasBegun { return ofTheServersProgram }
        return ofTheHostKey ?? ofTheLogin ?? ofTheConnection ?? other
    }

    // MARK: The server's program

    private var ofTheServersProgram: String {
        let said = words.remote.suffix(3).joined(separator: "; ")
        if case .exited(127) = status { return "the server finds no git-upload-pack (\(said)); install git there" }
        guard !said.isEmpty else {
            return
                "the server ended the connection without a word: \(status); check the URL's path, and that the key may read it"
        }
        return RemoteFailure.advice(said).map { "\(said); \($0)" } ?? said
    }

    // MARK: The host key

    private var ofTheHostKey: String? {
        if has("REVOKED HOST KEY") { return "the server's key is revoked in \(login.place): \(shown)" }
        let isChanged = has("REMOTE HOST IDENTIFICATION HAS CHANGED")
        guard isChanged || has("host key is known for") else {
            return line("Host key verification failed").map { _ in
                "the server's key is not trusted: \(words.own.suffix(2).joined(separator: "; "))"
            }
        }
        let known = login.knownHosts.types(of: hostName)
        // OpenSSH calls a key changed, too, where only those of other types are known.
        if !known.isEmpty, !known.contains(shownType) {
            return "\(login.place) has no \(shownType) key of the server, only \(known.joined(separator: ", ")): "
                + "\(shown); \(addition)"
        }
        guard isChanged else { return "the server is not in \(login.place): \(shown); \(addition)" }
        return "the server's key is not the one in \(login.place): \(shown). Somebody may be in between; "
            + "if the key was changed on purpose, \(addition)"
    }

    private var shown: String {
        let offer = words.hostKeyAlgorithms.joined(separator: ", ")
        return "it showed the \(words.shownKey.map { "key \($0)" } ?? "key of a kind that ssh does not tell")"
            + (offer.isEmpty ? "" : " (it offers \(offer))")
    }

    private var shownType: String { words.shownKey?.split(separator: " ").first.map(String.init) ?? "such" }

    private var addition: String {
        let (host, port) = hostAndPort
        let type = ["ed25519", "ecdsa", "rsa"].first { shownType.contains($0) }
        return
            "compare it with what the server's operator says, then add it to \(login.place), for example with: ssh-keyscan"
            + (type.map { " -t \($0)" } ?? "") + (port.map { " -p \($0)" } ?? "") + " \(host)"
    }

    /// As OpenSSH looks it up: what a user's configuration calls a host may have another name.
    private var hostName: String {
        for line in words.own where line.contains("strict checking") {
            guard let start = ["host key is known for ", "Host key for "].lazy.compactMap(line.firstRange).first else {
                continue
            }
            return String(line[start.upperBound...].prefix { $0 != " " })
        }
        return url.port.map { $0 == 22 ? url.host : "[\(url.host)]:\($0)" } ?? url.host
    }

    private var hostAndPort: (String, Substring?) {
        let name = hostName
        guard name.hasPrefix("["), let end = name.lastIndex(of: "]") else { return (name, nil) }
        return (String(name[..<end].dropFirst()), name[end...].dropFirst(2))
    }

    // MARK: The login

    private var ofTheLogin: String? {
        // Of a user's several keys, one that cannot be read matters only where no other was shown.
        if has("Load key"), words.offeredKeys.isEmpty {
            return "ssh cannot read \(login.hasKey ? "\"ssh_key\"" : "the user's key"): \(lastPart(of: "Load key")); "
                + "look whether all of it is there, with: ssh-keygen -y -f FILE"
        }
        if has("Too many authentication failures") {
            return
                "the server refused the first keys of the SSH agent (\(offered)) and hears no more; set \"ssh_key\" and \"known_hosts\""
        }
        guard has("Permission denied (") else { return nil }
        let user = words.user.map { " for the user \($0)" } ?? ""
        let methods = "; it lets in by: \(words.methods.isEmpty ? "nothing" : words.methods.joined(separator: ", "))"
        guard !words.offeredKeys.isEmpty else { return "the server wants an SSH key\(user), and \(noKey)\(methods)" }
        if words.lacksSignature {
            return
                "the server refused an SSH key\(user): it takes no signature that ssh makes with \(offered); use an ed25519 key"
        }
        return "the server refused an SSH key\(user): it was shown \(offered)\(methods); check that it knows this key"
            + (words.user == "git" ? "" : ", and the user: a Git host's is mostly git, as in git@\(url.host)")
    }

    private var offered: String { words.offeredKeys.prefix(6).joined(separator: ", ") }

    private var noKey: String {
        login.hasKey
            ? "\"ssh_key\" is none that could be shown"
            : "there is none: set \"ssh_key\" and \"known_hosts\", or let the daemon have an agent (SSH_AUTH_SOCK) with a key"
    }

    // MARK: The connection

    private var ofTheConnection: String? {
        if let said = line("Could not resolve hostname") {
            return "the host's name is not known: \(said); check the URL, and the name service of this machine"
        }
        if let said = line("connect to host") {
            return "could not connect: \(said); check the URL, and that a firewall lets this machine through"
        }
        if let said = line("no matching ") {
            return "ssh and the server have no way in common: \(said); update the server, or its keys"
        }
        if has("No user exists for uid") {
            return
                "\(words.own.last ?? ""): ssh runs only as a user of /etc/passwd; add one, or run the daemon as another"
        }
        guard let said = line("kex_exchange_identification") ?? line("Connection closed") ?? line("Connection reset")
        else { return nil }
        return
            "the server hung up before it knew who asks: \(said); check that it is an SSH server, and whether it takes no more now"
    }

    private var other: String { words.own.last.map { "ssh: \($0)" } ?? "ssh ended without a word: \(status)" }

    private func has(_ text: String) -> Bool { words.own.contains { $0.contains(text) } }

    /// The last line that holds the text, without the program's name.
    private func line(_ text: String) -> String? {
        words.own.last { $0.contains(text) }.map { $0.hasPrefix("ssh: ") ? String($0.dropFirst(5)) : $0 }
    }

    /// What follows the last colon of the line that holds the text.
    private func lastPart(of text: String) -> String {
        let parts = line(text)?.split(separator: ":") ?? []
        return parts.last.map { $0.drop(while: \.isWhitespace) }.map(String.init) ?? "it is damaged"
    }
}
