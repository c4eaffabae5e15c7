/// Let another person read the status API.
package struct CreateUser: Command, Hashable {
    package let name: UserName
    package let password: PasswordHash

    package init(name: UserName, password: PasswordHash) {
        self.name = name
        self.password = password
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<User> {
        try await handler.handle(self)
    }
}

/// Give a user another password; their tokens end.
package struct UpdateUser: Command, Hashable {
    package let name: UserName
    package let password: PasswordHash

    package init(name: UserName, password: PasswordHash) {
        self.name = name
        self.password = password
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<User> {
        try await handler.handle(self)
    }
}

/// Let a person in no more; their tokens end.
package struct DeleteUser: Command, Hashable {
    package let name: UserName

    package init(name: UserName) { self.name = name }

    package func accept(by handler: some CommandHandling) async throws -> Committed<User> {
        try await handler.handle(self)
    }
}

/// Note that a token is given out; replies with it and with the key to sign it with.
package struct IssueToken: Command, Hashable {
    package let order: TokenRequest
    /// Becomes the first key, if there is none yet.
    package let spare: RandomBytes

    package struct Outcome: Hashable, Sendable {
        package let token: IssuedToken
        package let key: SigningKey

        package init(token: IssuedToken, key: SigningKey) {
            self.token = token
            self.key = key
        }
    }

    package init(order: TokenRequest, spare: RandomBytes) {
        self.order = order
        self.spare = spare
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Outcome> {
        try await handler.handle(self)
    }
}

/// Take a token back; replies whether it was worth anything until now.
package struct RevokeToken: Command, Hashable {
    package let id: TokenID

    package init(id: TokenID) { self.id = id }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Bool> {
        try await handler.handle(self)
    }
}

/// Sign with another key from now on.
package struct RotateSigningKey: Command, Hashable {
    package let secret: RandomBytes
    /// Whether everything that was signed before is worth nothing at once.
    package let dropsOldKeys: Bool

    package init(secret: RandomBytes, dropsOldKeys: Bool) {
        self.secret = secret
        self.dropsOldKeys = dropsOldKeys
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<SigningKey.ID> {
        try await handler.handle(self)
    }
}

/// See to it that there is a key to sign with; writes nothing if there is one.
package struct PrepareSigningKey: Command, Hashable {
    package let spare: RandomBytes

    package init(spare: RandomBytes) { self.spare = spare }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}
