internal import Domain

/// The tokens that were given out, and the people's own that were taken back.
struct SQLiteTokens: TokenReading {
    private static let columns =
        "id, type, service, holder, user_id, generation, key_id, issued, expires, revoked"

    let session: Session

    func find(_ id: IssuedToken.ID) throws -> IssuedToken? {
        try session.first("SELECT \(Self.columns) FROM tokens WHERE id = ?", .id(id)) { try IssuedToken(&$0) }
    }

    func page(before id: IssuedToken.ID?, limit: Int) throws -> [IssuedToken] {
        try session.rows(
            "SELECT \(Self.columns) FROM tokens WHERE id < ? ORDER BY id DESC LIMIT ?",
            .integer(id?.number ?? .max),
            .limit(limit)
        ) { try IssuedToken(&$0) }
    }

    func isRevoked(_ id: LoginID) throws -> Bool {
        try session.first("SELECT 1 FROM revoked_logins WHERE id = ?", .text(id.text)) { try $0.integer() } != nil
    }

    func save(_ token: IssuedToken) throws {
        try session.run(
            """
            INSERT INTO tokens (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)
            DO UPDATE SET revoked = excluded.revoked
            """,
            .id(token.id),
            .word(token.right.type),
            .optional(token.right.service?.text),
            .optional(token.holder?.text),
            .optional(token.account?.user.number),
            .optional(token.account?.generation),
            .id(token.key),
            .instant(token.issued),
            .instant(token.expires),
            .optional(token.revoked)
        )
    }

    func revoke(_ login: LoginID, until expiry: Instant) throws {
        try session.run(
            "INSERT INTO revoked_logins VALUES (?, ?) ON CONFLICT DO UPDATE SET expires = excluded.expires",
            .text(login.text),
            .instant(expiry)
        )
    }

    func discardExpired(at now: Instant) throws {
        let before = now.millisecondsSince1970 - IssuedToken.listedAfterExpiry
        try session.run("DELETE FROM tokens WHERE expires <= ?", .integer(before))
        try session.run("DELETE FROM revoked_logins WHERE expires <= ?", .instant(now))
    }
}

extension IssuedToken {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            right: try row.tokenRight(),
            holder: try row.optionalUserName(),
            account: try row.account(),
            key: try row.identifier(),
            issued: try row.instant(),
            expires: try row.instant(),
            revoked: try row.optionalInstant()
        )
    }
}

extension Row {
    /// Two columns: the type and the service.
    fileprivate mutating func tokenRight() throws -> TokenRight {
        let (type, service) = (try word(TokenType.self), try optionalText())
        switch (type, service.flatMap(ServiceName.init)) {
        case (.user, nil): return .user
        case (.config, nil): return .config
        case (.service, let service?): return .service(service)
        case (.user, .some), (.config, .some), (.service, nil), (.deployment, _): throw unreadable("token's right")
        }
    }

    fileprivate mutating func optionalUserName() throws -> UserName? {
        guard let text = try optionalText() else { return nil }
        guard let name = UserName(text) else { throw unreadable("user name") }
        return name
    }

    /// Two columns: the user and the generation; both or none.
    fileprivate mutating func account() throws -> UserAccount? {
        switch (try optionalInteger(), try optionalInteger()) {
        case (let user?, let generation?): return UserAccount(user: User.ID(user), generation: generation)
        case (nil, nil): return nil
        case (nil, .some), (.some, nil): throw unreadable("user's state")
        }
    }
}
