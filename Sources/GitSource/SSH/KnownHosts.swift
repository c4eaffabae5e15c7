internal import Crypto

/// The host keys that are trusted, as OpenSSH keeps them (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"), as far as messages
/// need them: `ssh` judges by the file itself.
struct KnownHosts {
    private static let limit = 100_000
    private let lines: [KnownHostLine]

    init(_ text: String) {
        lines = text.split(whereSeparator: \.isNewline).prefix(KnownHosts.limit).compactMap(KnownHostLine.init)
    }

    /// The types of the keys that a host has, by its name as OpenSSH looks it up: `host`, or `[host]:port`.
    func types(of name: String) -> [String] {
        let name = name.lowercased()
        var types: [String] = []
        for line in lines where line.matches(name) && !types.contains(line.type) { types.append(line.type) }
        return types
    }
}

/// One line: an optional marker, hosts, a key's type and the key.
private struct KnownHostLine {
    let type: String
    private let hosts: Substring

    /// Nil for comments, for revoked keys and certificate authorities, and for what cannot be read.
    init?(_ line: Substring) {
        var fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
        guard fields.count >= 3, let hosts = fields.popFirst(), !hosts.hasPrefix("#"), !hosts.hasPrefix("@"),
            let type = fields.popFirst(), fields.first.flatMap({ Base64.standard.decode($0) }) != nil
        else { return nil }
        self.type = String(type)
        self.hosts = hosts
    }

    func matches(_ name: String) -> Bool {
        if hosts.hasPrefix("|1|") { return matchesHash(name) }
        let patterns = hosts.lowercased().split(separator: ",")
        let isExcluded = patterns.contains { $0.hasPrefix("!") && HostPattern.matches($0.dropFirst(), name) }
        return !isExcluded && patterns.contains { HostPattern.matches($0, name) }
    }

    /// `|1|salt|hash`, the hash being the name's HMAC-SHA-1 with the salt as key.
    private func matchesHash(_ name: String) -> Bool {
        let parts = hosts.split(separator: "|")
        guard parts.count == 3, let salt = Base64.standard.decode(parts[1]), let hash = Base64.standard.decode(parts[2])
        else {
            return false
        }
        // A library without SHA-1 knows no hashed host.
        return (try? MessageDigest.sha1.authenticate(Array(name.utf8), key: salt)) == hash
    }
}

/// A name in which `*` stands for any characters and `?` for one.
enum HostPattern {
    static func matches(_ pattern: some StringProtocol, _ name: some StringProtocol) -> Bool {
        let (pattern, name) = (Array(pattern.utf8), Array(name.utf8))
        var (at, here) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while here < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, here)
                at += 1
            } else if at < pattern.count, pattern[at] == name[here] || pattern[at] == UInt8(ascii: "?") {
                (at, here) = (at + 1, here + 1)
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                (at, here) = (last.pattern + 1, last.name + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
