/// Another person may read the status API.
package struct UserCreated: Hashable, Sendable {
    package let user: User

    package init(user: User) { self.user = user }
}

/// A user has another password.
package struct UserUpdated: Hashable, Sendable {
    package let user: User

    package init(user: User) { self.user = user }
}

/// A person is let in no more.
package struct UserDeleted: Hashable, Sendable {
    package let user: User

    package init(user: User) { self.user = user }
}

/// A token was given out.
package struct TokenCreated: Hashable, Sendable {
    package let token: IssuedToken

    package init(token: IssuedToken) { self.token = token }
}

/// A token was taken back.
package struct TokenRevoked: Hashable, Sendable {
    package let id: TokenID

    package init(id: TokenID) { self.id = id }
}

/// Tokens are signed with another key.
package struct SigningKeyRotated: Hashable, Sendable {
    package let key: SigningKey.ID
    /// Whether what was signed before is worth nothing any more.
    package let hasDroppedOldKeys: Bool

    package init(key: SigningKey.ID, hasDroppedOldKeys: Bool) {
        self.key = key
        self.hasDroppedOldKeys = hasDroppedOldKeys
    }
}
