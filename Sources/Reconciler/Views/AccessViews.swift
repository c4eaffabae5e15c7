internal import Domain

enum UserView {
    /// The user, without anything of the password.
    static func json(_ user: User) -> JSONValue {
        .members([
            "id": .integer(user.id.number),
            "name": .string(user.name.text),
            "created": .string(user.created.description),
            "changed": .string(user.changed.description),
        ])
    }
}

enum TokenView {
    /// What is kept of a token, which is never the token itself.
    static func json(_ token: IssuedToken, status: TokenStatus = .valid) -> JSONValue {
        .members([
            "id": .integer(token.id.number),
            "type": .string(token.right.type.rawValue),
            "name": .optional(token.holder?.text),
            "service": .optional(token.right.service?.text),
            "user_id": .optional(token.account) { .integer($0.user.number) },
            "issued": .string(token.issued.description),
            "expires": .string(token.expires.description),
            "revoked": .optional(token.revoked?.description),
            "status": .string(status.rawValue),
        ])
    }

    /// A token that was taken back; of one that the store never knew there is its id alone.
    static func json(_ id: TokenID, in reading: any Reading) throws -> JSONValue {
        if case .issued(let number) = id, let token = try reading.tokens.find(number) {
            return json(token, status: .revoked)
        }
        return .members(["id": .string(id.text), "status": .string(TokenStatus.revoked.rawValue)])
    }
}

enum SigningKeyView {
    static func json(_ event: SigningKeyRotated) -> JSONValue {
        .members(["key_id": .integer(event.key.number), "old_keys_dropped": .bool(event.hasDroppedOldKeys)])
    }
}

/// Whether a token is worth anything, and if not, why.
enum TokenStatus: String {
    case valid
    case expired
    case revoked
    /// Its user has another password, or is gone.
    case userChanged = "user_changed"
    /// The key that signed it is worth nothing any more.
    case keyDropped = "key_dropped"

    init(of token: IssuedToken, in reading: any Reading, at now: Instant) throws {
        if token.revoked != nil {
            self = .revoked
        } else if now >= token.expires {
            self = .expired
        } else if let account = token.account, try reading.users.find(account.user)?.account != account {
            self = .userChanged
        } else if try reading.signingKeys.find(token.key)?.verifies(at: now) != true {
            self = .keyDropped
        } else {
            self = .valid
        }
    }
}
