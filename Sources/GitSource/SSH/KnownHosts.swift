internal import Crypto

/// The host keys that are trusted, as OpenSSH keeps them (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
struct KnownHosts {
    private static let limit = 100_000
    private let lines: [KnownHostLine]

    init(_ text: String) {
        lines = text.split(whereSeparator: \.isNewline).prefix(KnownHosts.limit).compactMap(KnownHostLine.init)
    }

    enum Match: Equatable {
        case trusted
        /// The key is marked `@revoked`.
        case revoked
        /// The host is known, with another key of the same type.
        case changed
        /// The host is known, with keys of other types only.
        case otherTypes([String])
        case unknown
    }

    /// Judges the key, in the form of RFC 4253 §6.6, that a host has shown.
    func judge(_ key: [UInt8], of host: String, port: UInt16) -> Match {
        let plain = host.lowercased()
        let name = port == 22 ? plain : "[\(plain)]:\(port)"
        if lines.contains(where: { $0.isRevoked && $0.key == key }) { return .revoked }
        let known = lines.filter { !$0.isRevoked && $0.matches(name) }
        let withoutPort = lines.filter { !$0.isRevoked && $0.matches(plain) }
        if (known + withoutPort).contains(where: { $0.key == key }) { return .trusted }
        guard !known.isEmpty else { return .unknown }
        let type = KnownHosts.type(of: key)
        return known.contains { $0.type == type } ? .changed : .otherTypes(known.map(\.type))
    }

    /// The type at the beginning of a key: a length and a name.
    static func type(of key: [UInt8]) -> String {
        let length = key.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return String(decoding: key.dropFirst(4).prefix(min(length, 64)), as: UTF8.self)
    }

    /// As `ssh-keygen -l` shows it.
    static func fingerprint(_ key: [UInt8]) throws -> String {
        "SHA256:" + Base64.standard.encode(try MessageDigest.sha256.hash(key)).prefix { $0 != "=" }
    }
}

/// One line: an optional marker, hosts, a key's type and the key.
private struct KnownHostLine {
    let isRevoked: Bool
    let type: String
    let key: [UInt8]
    private let hosts: Substring

    /// Nil for comments, for certificate authorities, and for what cannot be read.
    init?(_ line: Substring) {
        var fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
        let marker = fields.first.flatMap { $0.hasPrefix("@") ? $0 : nil }
        if marker != nil { fields.removeFirst() }
        guard marker == nil || marker == "@revoked", fields.count >= 3, let hosts = fields.popFirst(),
            !hosts.hasPrefix("#"), let type = fields.popFirst(),
            let key = fields.popFirst().flatMap({ Base64.standard.decode($0) })
        else { return nil }
        isRevoked = marker != nil
        self.type = String(type)
        self.key = key
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
