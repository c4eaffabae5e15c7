import Domain
import TestSupport
import Testing

@Suite("What a store promises of users, tokens and keys")
struct AccessContractTests {
    @Test("A user comes back as they were saved, by id and by name", arguments: StoreKind.allCases)
    func users(kind: StoreKind) async throws {
        let store = try kind.make()
        var user = User.sample(id: 3, "Bob@example.org")
        try await store.perform { [user] in try $0.save(user) }
        user.change(PasswordHash("$x$ü"), at: .sample(7))
        try await store.perform { [user] in try $0.save(user) }

        #expect(try await store.read { try $0.users.find(User.ID(3)) } == user)
        #expect(try await store.read { try $0.users.find(name: .sample("Bob@example.org")) } == user)
        #expect(try await store.read { try $0.users.find(name: .sample("bob@example.org")) } == nil)
        try await store.perform { try $0.delete(User.ID(3)) }
        #expect(try await store.read { try $0.users.find(User.ID(3)) } == nil)
    }

    @Test("Users are listed by name, a part at a time", arguments: StoreKind.allCases)
    func userPages(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { transaction in
            for (id, name) in [(1, "carol"), (2, "Bob"), (3, "alice")] {
                try transaction.save(User.sample(id: Int64(id), name))
            }
        }
        #expect(try await store.read { try $0.users.page(after: nil, limit: 2).map(\.name.text) } == ["Bob", "alice"])
        #expect(
            try await store.read { try $0.users.page(after: .sample("alice"), limit: 2).map(\.name.text) } == ["carol"]
        )
    }

    @Test("Two users have two names", arguments: StoreKind.allCases)
    func twins(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { try $0.save(User.sample(id: 1)) }
        await #expect(throws: (any Error).self) { try await store.perform { try $0.save(User.sample(id: 2)) } }
    }

    @Test("A token comes back as it was saved", arguments: StoreKind.allCases)
    func tokens(kind: StoreKind) async throws {
        let store = try kind.make()
        let account = UserAccount(user: User.ID(4), generation: 2)
        let tokens: [IssuedToken] = [
            .sample(id: 1, .user, holder: "alice", account: account), .sample(id: 2, .service(.sample("web")), key: 9),
            .sample(id: 3, .config, revoked: .sample(5)),
        ]
        try await store.perform { transaction in
            for token in tokens { try transaction.save(token) }
        }
        #expect(try await store.read { try $0.tokens.page(before: nil, limit: 5) } == tokens.reversed())
        #expect(try await store.read { try $0.tokens.page(before: IssuedToken.ID(3), limit: 1) } == [tokens[1]])
        #expect(try await store.read { try $0.tokens.find(IssuedToken.ID(1)) } == tokens[0])
        #expect(try await store.read { try $0.tokens.find(IssuedToken.ID(4)) } == nil)
    }

    @Test(
        "A key's last token is the one that expires last of those that are not revoked",
        arguments: StoreKind.allCases
    )
    func lastExpiry(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { transaction in
            try transaction.save(IssuedToken.sample(id: 1, expires: .sample(10)))
            try transaction.save(IssuedToken.sample(id: 2, expires: .sample(30)))
            try transaction.save(IssuedToken.sample(id: 3, expires: .sample(90), revoked: .sample(1)))
            try transaction.save(IssuedToken.sample(id: 4, key: 2, expires: .sample(80)))
        }
        #expect(try await store.read { try $0.signingKeys.lastExpiry(of: SigningKey.ID(1)) } == .sample(30))
        #expect(try await store.read { try $0.signingKeys.lastExpiry(of: SigningKey.ID(5)) } == nil)
    }

    @Test("Keys come back as they were saved, and one of them signs", arguments: StoreKind.allCases)
    func keys(kind: StoreKind) async throws {
        let store = try kind.make()
        #expect(try await store.read { try $0.signingKeys.present() } == nil)
        let (old, new) = (SigningKey.sample(id: 1, byte: 0xF0, verifiesUntil: .sample(9)), SigningKey.sample(id: 2))
        try await store.perform { transaction in
            try transaction.save(SigningKey.sample(id: 1, byte: 0xF0))
            try transaction.save(old)
            try transaction.save(new)
        }
        #expect(try await store.read { try $0.signingKeys.all() } == [new, old])
        #expect(try await store.read { try $0.signingKeys.present() } == new)
        #expect(try await store.read { try $0.signingKeys.find(SigningKey.ID(1)) } == old)
    }

    @Test("A login that was taken back stays so", arguments: StoreKind.allCases)
    func logins(kind: StoreKind) async throws {
        let store = try kind.make()
        try await store.perform { try $0.revoke(.sample(1), until: .sample(50)) }
        #expect(try await store.read { try $0.tokens.isRevoked(.sample(1)) })
        #expect(try await store.read { try !$0.tokens.isRevoked(.sample(2)) })
    }

    @Test("What has expired is forgotten, and nothing else", arguments: StoreKind.allCases)
    func expired(kind: StoreKind) async throws {
        let store = try kind.make()
        let now = Instant.sample(IssuedToken.listedAfterExpiry + 100)
        try await store.perform { transaction in
            try transaction.save(IssuedToken.sample(id: 1, expires: .sample(100)))
            try transaction.save(IssuedToken.sample(id: 2, expires: .sample(101)))
            try transaction.save(SigningKey.sample(id: 1, verifiesUntil: now))
            try transaction.save(SigningKey.sample(id: 2, verifiesUntil: .sample(now.millisecondsSince1970 + 1)))
            try transaction.save(SigningKey.sample(id: 3))
            try transaction.revoke(.sample(1), until: now)
            try transaction.revoke(.sample(2), until: .sample(now.millisecondsSince1970 + 1))
            try transaction.discardExpired(at: now)
        }
        #expect(try await store.read { try $0.tokens.page(before: nil, limit: 5).map(\.id.number) } == [2])
        #expect(try await store.read { try $0.signingKeys.all().map(\.id.number) } == [3, 2])
        #expect(try await store.read { try [.sample(1), .sample(2)].map($0.tokens.isRevoked) } == [false, true])
    }

    @Test("The events of one service are told apart", arguments: StoreKind.allCases)
    func events(kind: StoreKind) async throws {
        let store = try kind.make()
        let (web, db) = (Service.sample(id: 1), Service.sample(id: 2, .sample(name: "db")))
        try await store.perform { transaction in
            try transaction.record(.serviceCreated(ServiceCreated(web)))
            try transaction.record(.userCreated(UserCreated(user: .sample())))
            try transaction.record(.serviceCreated(ServiceCreated(db)))
            try transaction.record(.serviceUpdated(ServiceUpdated(web)))
        }
        #expect(try await store.read { try $0.events.page(of: web.name, after: 0, limit: 9).map(\.seq) } == [1, 4])
        #expect(try await store.read { try $0.events.page(of: web.name, after: 1, limit: 9).map(\.seq) } == [4])
        let user = try await store.read { try $0.events.page(after: 1, limit: 1) }.first
        #expect(user?.type == "user" && user?.event == "UserCreated" && user?.service == nil)
    }
}
