internal import Domain

struct SQLiteUsers: UserReading {
    private static let columns = "id, name, password, generation, created, changed"

    let session: Session

    func find(_ id: User.ID) throws -> User? {
        try session.first("SELECT \(Self.columns) FROM users WHERE id = ?", .id(id)) { try User(&$0) }
    }

    func find(name: UserName) throws -> User? {
        try session.first("SELECT \(Self.columns) FROM users WHERE name = ?", .text(name.text)) { try User(&$0) }
    }

    func page(after name: UserName?, limit: Int) throws -> [User] {
        // Every name is greater than the empty text.
        try session.rows(
            "SELECT \(Self.columns) FROM users WHERE name > ? ORDER BY name LIMIT ?",
            .text(name?.text ?? ""),
            .limit(limit)
        ) { try User(&$0) }
    }

    func save(_ user: User) throws {
        try session.run(
            """
            INSERT INTO users (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
            SET password = excluded.password, generation = excluded.generation, changed = excluded.changed
            """,
            .id(user.id),
            .text(user.name.text),
            .text(user.password.text),
            .integer(user.generation),
            .instant(user.created),
            .instant(user.changed)
        )
    }

    func delete(_ id: User.ID) throws { try session.run("DELETE FROM users WHERE id = ?", .id(id)) }
}

extension User {
    fileprivate init(_ row: inout Row) throws {
        self.init(
            id: try row.identifier(),
            name: try row.userName(),
            password: PasswordHash(try row.text()),
            generation: try row.integer(),
            created: try row.instant(),
            changed: try row.instant()
        )
    }
}
