internal import Domain

struct SQLiteSigningKeys: SigningKeyReading {
    private static let columns = "id, secret, created, verifies_until"

    let session: Session

    func find(_ id: SigningKey.ID) throws -> SigningKey? {
        try session.first("SELECT \(Self.columns) FROM signing_keys WHERE id = ?", .id(id)) { try SigningKey(&$0) }
    }

    func all() throws -> [SigningKey] {
        try session.rows("SELECT \(Self.columns) FROM signing_keys ORDER BY id DESC") { try SigningKey(&$0) }
    }

    func lastExpiry(of key: SigningKey.ID) throws -> Instant? {
        try session.first(
            "SELECT expires FROM tokens WHERE key_id = ? AND revoked IS NULL ORDER BY expires DESC LIMIT 1",
            .id(key)
        ) { try $0.instant() }
    }

    func save(_ key: SigningKey) throws {
        try session.run(
            """
            INSERT INTO signing_keys (\(Self.columns)) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET verifies_until = excluded.verifies_until
            """,
            .id(key.id),
            .text(Hexadecimal.text(key.secret.bytes)),
            .instant(key.created),
            .optional(key.verifiesUntil)
        )
    }

    func discardExpired(at now: Instant) throws {
        try session.run("DELETE FROM signing_keys WHERE verifies_until <= ?", .instant(now))
    }
}

extension SigningKey {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            secret: try row.randomBytes(),
            created: try row.instant(),
            verifiesUntil: try row.optionalInstant()
        )
    }
}

extension Row {
    fileprivate mutating func randomBytes() throws -> RandomBytes {
        guard let bytes = Hexadecimal.bytes(try text()) else { throw unreadable("hexadecimal digits") }
        return RandomBytes(bytes)
    }
}
