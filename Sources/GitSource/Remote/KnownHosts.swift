internal import CLibgit2
internal import Foundation
internal import Glibc
internal import Platform

/// The key that an SSH server showed.
struct HostKey: Hashable, Sendable {
    /// Its name in `known_hosts`, for example `ssh-ed25519`.
    let kind: String
    /// The key as `known_hosts` writes it.
    let base64: String
    /// `SHA256:…`, as OpenSSH shows it.
    let fingerprint: String

    /// Nil if the server's key is not there in full.
    init?(_ certificate: git_cert_hostkey) {
        guard let bytes = certificate.hostkey, certificate.hostkey_len > 4 else { return nil }
        let blob = Data(bytes: bytes, count: certificate.hostkey_len)
        guard let kind = Self.kind(of: blob) else { return nil }
        self.kind = kind
        base64 = blob.base64EncodedString()
        let hash = withUnsafeBytes(of: certificate.hash_sha256) { Data($0) }
        fingerprint = "SHA256:" + hash.base64EncodedString().filter { $0 != "=" }
    }

    /// The name at the beginning of a key blob (RFC 4253 §6.6).
    private static func kind(of blob: Data) -> String? {
        let length = blob.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard (1...64).contains(length), blob.count >= 4 + length else { return nil }
        return String(decoding: blob.dropFirst(4).prefix(length), as: UTF8.self)
    }
}

/// OpenSSH's known hosts, looked up by `ssh-keygen`, which knows their patterns and hashed names.
struct KnownHosts {
    private let text: String?

    /// - Parameter text: The contents of a `known_hosts` file; nil reads the user's own, `~/.ssh/known_hosts`.
    init(text: String?) {
        self.text = text
    }

    /// What messages call the file.
    private var name: String { text == nil ? Self.ownFile : "the configured known_hosts" }

    private static var ownFile: String {
        let home = getenv("HOME").map { String(cString: $0) } ?? ""
        return home + "/.ssh/known_hosts"
    }

    /// Returns if exactly this key is known for the host.
    ///
    /// - Throws: What was found instead, and what to do.
    func check(_ key: HostKey, host: String, port: UInt16) throws(Distrust) {
        let place = port == 22 ? host : "[\(host)]:\(port)"
        let lines = try entries(of: place)
        let keys = lines.filter { !$0.isRevoked }
        if lines.contains(where: { $0.isRevoked && $0.base64 == key.base64 }) {
            throw Distrust(description: "the host key of \(place) is revoked in \(name)")
        }
        if keys.contains(where: { $0.base64 == key.base64 }) { return }
        throw Distrust(description: explain(key, place, keys))
    }

    private func explain(_ key: HostKey, _ place: String, _ keys: [Entry]) -> String {
        let shown = "its \(key.kind) key \(key.fingerprint)"
        let advice = "verify it and add its line, which `ssh-keyscan` prints"
        if keys.isEmpty { return "\(place) is not in \(name); it shows \(shown): \(advice)" }
        if keys.contains(where: { $0.kind == key.kind }) {
            return "the host key of \(place) has changed: it shows \(shown), and \(name) has another one. "
                + "Somebody may be listening in; verify the key before you replace the line"
        }
        return "\(place) shows \(shown), and \(name) has only keys of other kinds: \(advice)"
    }

    private struct Entry {
        let isRevoked: Bool
        let kind: String
        let base64: String
    }

    private func entries(of place: String) throws(Distrust) -> [Entry] {
        let output: String
        do {
            output = try lookUp(place)
        } catch {
            throw Distrust(description: "the host key of \(place) cannot be checked: \(error)")
        }
        return output.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(Self.entry)
    }

    /// `[marker] hosts kind base64 [comment]`; a certificate authority's line vouches for no plain key.
    private static func entry(_ line: Substring) -> Entry? {
        var words = line.split(separator: " ")
        let marker = words.first.flatMap { $0.hasPrefix("@") ? $0 : nil }
        if marker != nil { words.removeFirst() }
        guard words.count >= 3, marker == nil || marker == "@revoked" else { return nil }
        return Entry(isRevoked: marker != nil, kind: String(words[1]), base64: String(words[2]))
    }

    private func lookUp(_ place: String) throws -> String {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        guard let program = ExecutableSearch.find("ssh-keygen", path: path) else {
            throw Distrust(description: "ssh-keygen is not installed (Debian: openssh-client)")
        }
        guard let text else {
            guard access(Self.ownFile, R_OK) == 0 else { return "" }
            return try search(Self.ownFile, for: place, with: program)
        }
        let copy = try TemporaryText(text)
        return try search(copy.path, for: place, with: program)
    }

    private func search(_ file: String, for place: String, with program: String) throws -> String {
        let output = try Platform.Pipe()
        let request = SpawnRequest(
            executable: program,
            arguments: ["-F", place, "-f", file],
            descriptors: [1: output.writer.number]
        )
        let child = try request.start()
        let lines = try output.takeReader().readAll(limit: 1 << 20)
        // Status 1 says that the name was not found, as the empty output does.
        _ = try child.wait()
        return String(decoding: lines, as: UTF8.self)
    }

    /// Why a host is not trusted.
    struct Distrust: Error, CustomStringConvertible {
        let description: String
    }
}
