internal import Glibc
internal import Platform

/// Decides whether an SSH server is the one that it should be.
struct HostKeyCheck {
    private static let limit = 16 << 20
    let url: RemoteURL
    /// The text of a `known_hosts` file; nil for the user's and the machine's.
    let knownHosts: String?

    /// Why the server is not trusted and what to do; nil if it is.
    func refusal(of key: [UInt8]) throws -> String? {
        let port = url.port ?? 22
        let type = KnownHosts.type(of: key)
        let shown = "it showed the \(type) key \(try KnownHosts.fingerprint(key))"
        let advice =
            "compare it with what the server's operator says, then add it to \(place), "
            + "for example with: ssh-keyscan -t \(HostKeyCheck.scanType(type))\(port == 22 ? "" : " -p \(port)") \(url.host)"
        switch KnownHosts(try text()).judge(key, of: url.host, port: port) {
        case .trusted: return nil
        case .revoked: return "the server's key is revoked in \(place): \(shown)"
        case .changed:
            return "the server's key is not the one in \(place): \(shown). Somebody may be in between; "
                + "if the key was changed on purpose, \(advice)"
        case .otherTypes(let types):
            return
                "\(place) has no \(type) key of the server, only \(types.joined(separator: ", ")): \(shown); \(advice)"
        case .unknown: return "the server is not in \(place): \(shown); \(advice)"
        }
    }

    private var place: String { knownHosts == nil ? "~/.ssh/known_hosts" : "the configured known_hosts" }

    private func text() throws -> String {
        if let knownHosts { return knownHosts }
        let home = getenv("HOME").map { String(cString: $0) } ?? "/"
        return try ["\(home)/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"].map(HostKeyCheck.read).joined(
            separator: "\n"
        )
    }

    private static func read(_ path: String) throws -> String {
        do {
            return String(decoding: try DurableFile.read(path, limit: limit), as: UTF8.self)
        } catch let error where error.isMissing {
            return ""
        }
    }

    private static func scanType(_ type: String) -> String {
        switch type {
        case "ssh-ed25519": "ed25519"
        case "ssh-rsa": "rsa"
        default: type.hasPrefix("ecdsa") ? "ecdsa" : "dsa"
        }
    }
}
