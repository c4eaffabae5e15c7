internal import Domain
internal import WebServer

/// Users, tokens and keys; on the control socket alone.
struct AccessRoutes {
    let access: any AccessControlling
    let deeds: DeedLog

    var all: [Route] {
        [
            Route("GET", "/users", users), Route("POST", "/users", changeUser),
            Route("GET", "/tokens", tokens), Route("POST", "/tokens", changeToken),
        ]
    }

    @Sendable
    private func users(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        return JSONAnswer.page(try await access.users(after: try list.userName(), limit: list.limit), to: request)
    }

    @Sendable
    private func tokens(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let list = try ListQuery(request)
        let before = try list.number().map { IssuedToken.ID($0) }
        return JSONAnswer.page(try await access.tokens(before: before, limit: list.limit), to: request)
    }

    @Sendable
    private func changeUser(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try UserBody(request.body)
        return try await ControlAnswer.refusing {
            let answer = try await change(body)
            deeds.tell(body.change.deed, by: request.peer, ["user": body.name.text])
            return JSONAnswer.value(answer, to: request, status: body.change.status)
        }
    }

    private func change(_ body: UserBody) async throws -> JSONValue {
        switch body.change {
        case .add(let password): try await access.createUser(body.name, password)
        case .update(let password): try await access.updateUser(body.name, password)
        case .delete: try await access.deleteUser(body.name)
        }
    }

    @Sendable
    private func changeToken(_: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let change = try TokenBody.read(request.body)
        return try await ControlAnswer.refusing {
            switch change {
            case .create(let order):
                let created = try await access.createToken(order)
                deeds.tell("token created", by: request.peer, created.fields)
                return Self.answer(created, to: request)
            case .revoke(let id):
                let hasChanged = try await access.revokeToken(id)
                deeds.tell("token revoked", by: request.peer, ["token": id.text, "changed": hasChanged])
                return JSONAnswer.value(.members(["changed": .bool(hasChanged)]), to: request)
            case .rotateKey(let dropsOldKeys):
                try await access.rotateKey(dropsOldKeys: dropsOldKeys)
                deeds.tell("signing key rotated", by: request.peer, ["old_keys_dropped": dropsOldKeys])
                return JSONAnswer.value(.members(["old_keys_dropped": .bool(dropsOldKeys)]), to: request)
            }
        }
    }

    private static func answer(_ created: CreatedToken, to request: HTTPRequest) -> HTTPResponse {
        let body = JSONValue.members([
            "token": .string(created.text), "record": created.record, "has_account": .bool(created.hasAccount),
            "has_service": .bool(created.hasService),
        ])
        var response = JSONAnswer.value(body, to: request, status: 201)
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}

extension CreatedToken {
    /// What is kept of it, which is never the token itself.
    fileprivate var fields: LogFields {
        [
            "token": record["id"]?.integer, "type": record["type"]?.string, "name": record["name"]?.string,
            "service": record["service"]?.string, "expires": record["expires"]?.string,
        ]
    }
}

/// The body of a change to a user.
struct UserBody {
    enum Change {
        case add(Password)
        case update(Password)
        case delete

        /// What the log says of it.
        var deed: String {
            switch self {
            case .add: "user added"
            case .update: "user updated"
            case .delete: "user deleted"
            }
        }

        /// Of the answer.
        var status: Int {
            switch self {
            case .add: 201
            case .update, .delete: 200
            }
        }
    }

    let name: UserName
    let change: Change

    init(_ bytes: [UInt8]) throws(ProblemDetails) {
        let body = try ControlBody(bytes, keys: ["action", "name", "password"])
        guard let name = try body.userName("name") else {
            throw ProblemDetails(400, "name must be a user's name: \(UserName.rule)")
        }
        self.name = name
        switch try body.word("action", among: ["add", "update", "delete"]) ?? "add" {
        case "update": change = .update(try body.password("password"))
        case "delete": change = .delete
        default: change = .add(try body.password("password"))
        }
    }
}

/// The body of a change to tokens.
enum TokenBody {
    case create(TokenRequest)
    case revoke(TokenID)
    case rotateKey(dropsOldKeys: Bool)

    static func read(_ bytes: [UInt8]) throws(ProblemDetails) -> TokenBody {
        let body = try ControlBody(bytes, keys: ["action", "type", "name", "service", "expires", "id", "now"])
        switch try body.word("action", among: ["create", "revoke", "rotate-key"]) ?? "create" {
        case "revoke":
            guard let text = body.idText("id"), let id = TokenID(text) else {
                throw ProblemDetails(400, "id must be a token's id, its claim `jti`")
            }
            return .revoke(id)
        case "rotate-key": return .rotateKey(dropsOldKeys: try body.bool("now") ?? false)
        default:
            let lifetime = try body.duration("expires", atMost: TokenRequest.longestLifetime)
            return .create(TokenRequest(right: try right(body), holder: try body.userName("name"), lifetime: lifetime))
        }
    }

    private static func right(_ body: ControlBody) throws(ProblemDetails) -> TokenRight {
        let hasService = body.has("service")
        switch try body.word("type", among: ["user", "service", "config"]) {
        case "service": return .service(try body.serviceName("service"))
        case "user" where !hasService: return .user
        case "config" where !hasService: return .config
        case nil: throw ProblemDetails(400, "type must be one of user, service, config")
        default: throw ProblemDetails(400, "only a token of type service has a service")
        }
    }
}

extension ControlBody {
    /// A user's name; nil for null and none.
    func userName(_ key: String) throws(ProblemDetails) -> UserName? {
        guard let text = try text(key, atMost: 256) else { return nil }
        guard let name = UserName(text) else { throw ProblemDetails(400, "\(key) must be a name: \(UserName.rule)") }
        return name
    }

    func password(_ key: String) throws(ProblemDetails) -> Password {
        guard let text = try text(key, atMost: Password.longest), let password = Password(text) else {
            throw ProblemDetails(400, "\(key) must be a text that is not empty, of at most \(Password.longest) bytes")
        }
        return password
    }

    /// One of a few words; nil for null and none.
    func word(_ key: String, among words: [String]) throws(ProblemDetails) -> String? {
        guard let text = try text(key, atMost: 256) else { return nil }
        guard words.contains(text) else {
            throw ProblemDetails(400, "\(key) must be one of \(words.joined(separator: ", "))")
        }
        return text
    }

    /// A duration in milliseconds, longer than nothing; nil for null and none.
    func duration(_ key: String, atMost limit: Int64) throws(ProblemDetails) -> Int64? {
        guard let text = try text(key, atMost: 256) else { return nil }
        guard let milliseconds = DurationText.milliseconds(text), (1...limit).contains(milliseconds) else {
            throw ProblemDetails(
                400,
                "\(key) must be a duration such as \"12h\", at most \(DurationText.text(milliseconds: limit))"
            )
        }
        return milliseconds
    }
}
