internal import Domain

/// What the daemon asks its child: look at the remote, and fetch what is not there yet.
struct FetchRequest: Sendable {
    let url: RemoteURL
    let credentials: GitCredentials
    /// A PEM file of certificates that are trusted besides the system's.
    let certificateAuthority: String?
    /// The source's folder, in which the clone is `repo.git`.
    let folder: String
    let ref: RefRequest
    /// What the ref named when it was last asked for; then nothing needs to be fetched.
    let known: ObjectID?
    /// The commit that the ref's is compared with.
    let accepted: Revision?
    /// Whether the clone is damaged and is to be made anew.
    let renew: Bool
}

extension GitSourceConfiguration {
    /// A request about this source.
    func request(
        _ ref: RefRequest,
        known: ObjectID? = nil,
        accepted: Revision? = nil,
        renew: Bool = false
    ) throws -> FetchRequest {
        FetchRequest(
            url: url,
            credentials: try credentials(),
            certificateAuthority: certificateAuthority,
            folder: CloneFolder(of: self).path,
            ref: ref,
            known: known,
            accepted: accepted,
            renew: renew
        )
    }
}

extension FetchRequest {
    /// The request as one line's JSON; it holds the secrets.
    var json: JSONValue {
        .members([
            "url": .string(url.text),
            "credentials": FetchRequest.json(credentials),
            "ca": .optional(certificateAuthority),
            "folder": .string(folder),
            "ref": FetchRequest.json(ref),
            "known": .optional(known?.hex),
            "accepted": .optional(accepted?.hex),
            "renew": .bool(renew),
        ])
    }

    /// - Throws: ``SourceFailure`` if it is no request.
    init(_ json: JSONValue) throws {
        guard let url = json["url"]?.string, let folder = json["folder"]?.string,
            let ref = json["ref"].flatMap(FetchRequest.ref), let credentials = json["credentials"]
        else { throw SourceFailure("the request is incomplete") }
        self.url = try RemoteURL(url)
        self.folder = folder
        self.ref = ref
        self.credentials = FetchRequest.credentials(credentials)
        certificateAuthority = json["ca"]?.string
        known = json["known"]?.string.flatMap(ObjectID.init(hex:))
        accepted = json["accepted"]?.string.flatMap(Revision.init)
        renew = json["renew"]?.bool ?? false
    }

    private static func json(_ credentials: GitCredentials) -> JSONValue {
        switch credentials {
        case .none: .members(["kind": .string("none")])
        case .basic(let username, let password):
            .members(["kind": .string("basic"), "username": .string(username), "password": .string(password)])
        case .token(let token): .members(["kind": .string("token"), "token": .string(token)])
        case .ssh(let ssh):
            .members([
                "kind": .string("ssh"), "private_key": .optional(ssh.privateKey),
                "known_hosts": .optional(ssh.knownHosts),
            ])
        }
    }

    private static func credentials(_ json: JSONValue) -> GitCredentials {
        switch (json["kind"]?.string, json["username"]?.string, json["password"]?.string, json["token"]?.string) {
        case ("basic", let username?, let password?, _): .basic(username: username, password: password)
        case ("token", _, _, let token?): .token(token)
        case ("ssh", _, _, _):
            .ssh(SSHCredentials(privateKey: json["private_key"]?.string, knownHosts: json["known_hosts"]?.string))
        default: .none
        }
    }

    private static func json(_ ref: RefRequest) -> JSONValue {
        switch ref {
        case .selected(.head): .members(["kind": .string("head"), "value": .string("")])
        case .selected(.branch(let name)): .members(["kind": .string("branch"), "value": .string(name.text)])
        case .selected(.tag(let name)): .members(["kind": .string("tag"), "value": .string(name.text)])
        case .selected(.semver(let range)): .members(["kind": .string("semver"), "value": .string(range.text)])
        case .selected(.commit(let revision)): .members(["kind": .string("commit"), "value": .string(revision.hex)])
        case .named(let text): .members(["kind": .string("named"), "value": .string(text)])
        }
    }

    private static func ref(_ json: JSONValue) -> RefRequest? {
        guard let kind = json["kind"]?.string, let value = json["value"]?.string else { return nil }
        switch kind {
        case "head": return .selected(.head)
        case "branch": return RefName(value).map { .selected(.branch($0)) }
        case "tag": return RefName(value).map { .selected(.tag($0)) }
        case "semver": return VersionRange(value).map { .selected(.semver($0)) }
        case "commit": return Revision(value).map { .selected(.commit($0)) }
        case "named": return .named(value)
        default: return nil
        }
    }
}
