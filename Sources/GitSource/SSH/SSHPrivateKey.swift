internal import Crypto

/// A look at the text of a private key before it is used.
enum SSHPrivateKey {
    /// Why no program can use it without being asked, and what to do; nil if nothing speaks against it.
    static func problem(_ text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline)
        let first = lines.first { !$0.allSatisfy(\.isWhitespace) } ?? ""
        if isPublic(first) {
            return "\"ssh_key\" is a public key; name the private one, whose file has no .pub at its end"
        }
        if first.hasPrefix("PuTTY-User-Key-File") {
            return
                "\"ssh_key\" is a key of PuTTY, which ssh cannot read; convert it with: puttygen KEY -O private-openssh -o FILE"
        }
        guard first.hasPrefix("-----BEGIN ") else {
            return "\"ssh_key\" is no private key: it does not begin with a line -----BEGIN … PRIVATE KEY-----"
        }
        guard isEncrypted(first, lines) else { return nil }
        return "\"ssh_key\" is protected by a passphrase, which is not supported because there is nobody to ask; "
            + "make a key without one for this source, or take it away with: ssh-keygen -p -N '' -f FILE"
    }

    private static func isPublic(_ line: Substring) -> Bool {
        ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- BEGIN SSH2 PUBLIC"].contains { line.hasPrefix($0) }
    }

    private static func isEncrypted(_ first: Substring, _ lines: [Substring]) -> Bool {
        if first.contains("ENCRYPTED") { return true }
        guard first.contains("OPENSSH") else {
            return lines.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") }
        }
        // Magic, and the cipher's name behind its length (OpenSSH's PROTOCOL.key).
        let start = lines.dropFirst().prefix(2).joined().prefix(64)
        guard let bytes = Base64.standard.decode(start), bytes.starts(with: Array("openssh-key-v1\0".utf8)) else {
            return false
        }
        return !bytes.dropFirst(15).starts(with: [0, 0, 0, 4] + Array("none".utf8))
    }
}
