import Domain

struct FakeUsers: UserReading {
    let tables: FakeTables

    func find(_ id: User.ID) -> User? { tables.users[id] }

    func find(name: UserName) -> User? { tables.users.values.first { $0.name == name } }

    func page(after name: UserName?, limit: Int) -> [User] {
        let wanted = tables.users.values.filter { user in name.map { user.name > $0 } ?? true }
        return Array(wanted.sorted { $0.name < $1.name }.prefix(max(0, limit)))
    }
}

struct FakeTokens: TokenReading {
    let tables: FakeTables

    func find(_ id: IssuedToken.ID) -> IssuedToken? { tables.tokens[id] }

    func page(before id: IssuedToken.ID?, limit: Int) -> [IssuedToken] {
        let wanted = tables.tokens.values.filter { token in id.map { token.id < $0 } ?? true }
        return Array(wanted.sorted { $0.id > $1.id }.prefix(max(0, limit)))
    }

    func isRevoked(_ id: LoginID) -> Bool { tables.revokedLogins[id] != nil }
}

struct FakeSigningKeys: SigningKeyReading {
    let tables: FakeTables

    func find(_ id: SigningKey.ID) -> SigningKey? { tables.signingKeys[id] }

    func all() -> [SigningKey] { tables.signingKeys.values.sorted { $0.id > $1.id } }

    func lastExpiry(of key: SigningKey.ID) -> Instant? {
        tables.tokens.values.filter { $0.key == key && $0.revoked == nil }.map(\.expires).max()
    }
}

extension FakeTables {
    mutating func save(_ user: User) throws {
        guard !users.values.contains(where: { $0.id != user.id && $0.name == user.name }) else {
            throw FakeUnitOfWork.Conflict(description: "two users '\(user.name)'")
        }
        users[user.id] = user
    }

    mutating func discardExpired(at now: Instant) {
        tokens = tokens.filter {
            $0.value.expires.millisecondsSince1970 > now.millisecondsSince1970 - IssuedToken.listedAfterExpiry
        }
        revokedLogins = revokedLogins.filter { $0.value > now }
        signingKeys = signingKeys.filter { $0.value.verifies(at: now) }
    }
}
