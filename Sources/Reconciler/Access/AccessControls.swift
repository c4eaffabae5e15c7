package import Domain

/// What a person asks about users, tokens and keys, carried out through the bus.
///
/// No command carries a password or a token: passwords are hashed before, tokens are signed afterwards.
package struct AccessControls: AccessControlling {
    private let commands: any CommandSending
    private let store: any ReadStore
    private let time: any TimeSource
    private let passwords: any PasswordHashing
    private let signer: any TokenSigning
    private let secrets: any SecretSource

    package init(
        commands: any CommandSending,
        store: any ReadStore,
        time: any TimeSource,
        passwords: any PasswordHashing,
        signer: any TokenSigning,
        secrets: any SecretSource
    ) {
        self.commands = commands
        self.store = store
        self.time = time
        self.passwords = passwords
        self.signer = signer
        self.secrets = secrets
    }

    package func createUser(_ name: UserName, _ password: Password) async throws -> JSONValue {
        let hash = try await passwords.hash(password)
        return UserView.json(try await commands.send(CreateUser(name: name, password: hash)))
    }

    package func updateUser(_ name: UserName, _ password: Password) async throws -> JSONValue {
        let hash = try await passwords.hash(password)
        return UserView.json(try await commands.send(UpdateUser(name: name, password: hash)))
    }

    package func deleteUser(_ name: UserName) async throws -> JSONValue {
        UserView.json(try await commands.send(DeleteUser(name: name)))
    }

    package func users(after name: UserName?, limit: Int) async throws -> StatusPage {
        try await store.read { reading in
            StatusPage(
                try reading.users.page(after: name, limit: limit + 1),
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.name.text,
                json: UserView.json
            )
        }
    }

    package func createToken(_ order: TokenRequest) async throws -> CreatedToken {
        let issued = try await commands.send(IssueToken(order: order, spare: secrets.bytes(SigningKey.size)))
        return CreatedToken(
            text: try signer.token(issued.token.claims, signedWith: issued.key),
            record: TokenView.json(issued.token),
            hasAccount: issued.token.account != nil,
            hasService: try await hasService(order.right)
        )
    }

    private func hasService(_ right: TokenRight) async throws -> Bool {
        guard case .service(let name) = right else { return true }
        return try await store.read { try $0.services.active(named: name) != nil }
    }

    package func revokeToken(_ id: TokenID) async throws -> Bool { try await commands.send(RevokeToken(id: id)) }

    package func tokens(before id: IssuedToken.ID?, limit: Int) async throws -> StatusPage {
        let now = time.now()
        return try await store.read { reading in
            try StatusPage(
                try reading.tokens.page(before: id, limit: limit + 1),
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.id.description,
                json: { TokenView.json($0, status: try TokenStatus(of: $0, in: reading, at: now)) }
            )
        }
    }

    package func rotateKey(dropsOldKeys: Bool) async throws {
        let secret = secrets.bytes(SigningKey.size)
        _ = try await commands.send(RotateSigningKey(secret: secret, dropsOldKeys: dropsOldKeys))
    }
}
