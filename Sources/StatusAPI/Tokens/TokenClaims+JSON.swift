internal import Domain

extension TokenClaims {
    /// The claims of RFC 7519 §4.1, and the daemon's own: `type`, `service`, `deployment`, `user_id`, `generation`.
    var json: JSONValue {
        var object = JSONObject([
            JSONObject.Member("jti", .string(id.text)),
            JSONObject.Member("sub", .string(subject)),
            JSONObject.Member("type", .string(right.type.rawValue)),
        ])
        switch right {
        case .user, .config: break
        case .service(let name): object["service"] = .string(name.text)
        case .deployment(let id): object["deployment"] = .integer(id.number)
        }
        if let account {
            object["user_id"] = .integer(account.user.number)
            object["generation"] = .integer(account.generation)
        }
        object["iat"] = .integer(issued.secondsSince1970)
        object["exp"] = .integer(expires.secondsSince1970)
        return .object(object)
    }

    /// Nil if one is missing, or is not what the daemon would write.
    init?(_ object: JSONObject) {
        guard let id = object["jti"]?.string.flatMap({ TokenID($0) }), let subject = object["sub"]?.string,
            let right = TokenRight(object), let issued = Instant(seconds: object["iat"]),
            let expires = Instant(seconds: object["exp"])
        else { return nil }
        self.init(
            id: id,
            subject: subject,
            right: right,
            account: UserAccount(object),
            issued: issued,
            expires: expires
        )
    }
}

extension TokenRight {
    fileprivate init?(_ object: JSONObject) {
        switch object["type"]?.string.flatMap(TokenType.init) {
        case .user: self = .user
        case .config: self = .config
        case .service:
            guard let name = object["service"]?.string.flatMap({ ServiceName($0) }) else { return nil }
            self = .service(name)
        case .deployment:
            guard let number = object["deployment"]?.integer else { return nil }
            self = .deployment(Deployment.ID(number))
        case nil: return nil
        }
    }
}

extension UserAccount {
    fileprivate init?(_ object: JSONObject) {
        guard let user = object["user_id"]?.integer, let generation = object["generation"]?.integer else { return nil }
        self.init(user: User.ID(user), generation: generation)
    }
}

extension Instant {
    /// The last second of the year 9999.
    private static let last: Int64 = 253_402_300_799

    /// Nil unless the value is a whole number of seconds that a date can be written for.
    fileprivate init?(seconds: JSONValue?) {
        guard let seconds = seconds?.integer, (0...Self.last).contains(seconds) else { return nil }
        self.init(millisecondsSince1970: seconds * 1_000)
    }
}
