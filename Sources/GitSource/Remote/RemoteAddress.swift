internal import Domain

/// A remote and what is needed to speak to it; holds secrets, so it is never described.
struct RemoteAddress: Sendable {
    let url: RemoteURL
    let credentials: GitCredentials
    /// A file of certificates in PEM that are trusted beside the system's.
    let certificates: String?

    init(url: RemoteURL, credentials: GitCredentials, certificates: String?) {
        self.url = url
        self.credentials = credentials
        self.certificates = certificates
    }
}

extension RemoteAddress {
    /// As it is handed to the child process, secrets included.
    var json: JSONValue {
        .members([
            "url": .string(url.text), "credentials": credentials.json, "certificates": .optional(certificates),
        ])
    }

    init?(json: JSONValue) {
        guard let text = json["url"]?.string, let url = try? RemoteURL(text),
            let credentials = json["credentials"].flatMap({ GitCredentials(json: $0) })
        else { return nil }
        self.init(url: url, credentials: credentials, certificates: json["certificates"]?.string)
    }
}

extension GitCredentials {
    fileprivate var json: JSONValue {
        switch self {
        case .none: .members(["kind": .string("none")])
        case .basic(let username, let password):
            .members(["kind": .string("basic"), "username": .string(username), "password": .string(password)])
        case .token(let token): .members(["kind": .string("token"), "token": .string(token)])
        case .ssh(let credentials):
            .members([
                "kind": .string("ssh"), "key": .optional(credentials.privateKey),
                "known_hosts": .optional(credentials.knownHosts),
            ])
        }
    }

    fileprivate init?(json: JSONValue) {
        switch json["kind"]?.string {
        case "none": self = .none
        case "basic":
            guard let username = json["username"]?.string, let password = json["password"]?.string else { return nil }
            self = .basic(username: username, password: password)
        case "token":
            guard let token = json["token"]?.string else { return nil }
            self = .token(token)
        case "ssh":
            self = .ssh(SSHCredentials(privateKey: json["key"]?.string, knownHosts: json["known_hosts"]?.string))
        default: return nil
        }
    }
}
