import Domain
import Reconciler
import TestSupport
import Testing

@Suite("What people ask about users and tokens")
struct AccessControlsTests {
    private let bench = AccessBench()

    @Test("A user is made, changed and deleted, and everybody is told without the password")
    func users() async throws {
        _ = try await bench.controls.createUser(.sample(), .sample())
        _ = try await bench.controls.updateUser(.sample(), .sample("another one"))
        let listed = try await bench.controls.users(after: nil, limit: 5).items
        #expect(listed.map { $0["name"]?.string } == ["alice"])
        #expect(listed.first?["password"] == nil)
        let user = try await bench.store.read { try $0.users.find(name: .sample()) }
        #expect(user?.password == PasswordHash("plain:another one"))
        _ = try await bench.controls.deleteUser(.sample())
        #expect(try await bench.controls.users(after: nil, limit: 5).items.isEmpty)
        let events = try await bench.store.read { try $0.events.page(after: 0, limit: 9) }
        #expect(events.map(\.event) == ["UserCreated", "UserUpdated", "UserDeleted"])
        #expect(events.allSatisfy { !$0.data.contains("plain") && $0.data.contains("alice") && $0.type == "user" })
    }

    @Test("A name is taken once, and what is not there cannot be changed")
    func refusals() async throws {
        _ = try await bench.controls.createUser(.sample(), .sample())
        await #expect(throws: Refusal.nameTaken(.sample())) {
            try await bench.controls.createUser(.sample(), .sample())
        }
        let bob = UserName.sample("bob")
        await #expect(throws: Refusal.unknownUser(bob)) { try await bench.controls.updateUser(bob, .sample()) }
        await #expect(throws: Refusal.unknownUser(bob)) { try await bench.controls.deleteUser(bob) }
    }

    @Test("A user of the same name is another one")
    func again() async throws {
        let first = try await bench.user()
        _ = try await bench.controls.deleteUser(.sample())
        #expect(try await bench.user().account != first.account)
    }

    @Test("A token is recorded without itself, and ends with the user who holds it")
    func tokens() async throws {
        let user = try await bench.user()
        let created = try await bench.controls.createToken(TokenRequest(right: .user, holder: .sample()))
        #expect(created.hasAccount)
        #expect(created.text == "token 1 by key 1")
        let listed = try await bench.controls.tokens(before: nil, limit: 5).items
        #expect(listed == [created.record])
        #expect(try await bench.store.read { try $0.tokens.find(IssuedToken.ID(1)) }?.account == user.account)
        _ = try await bench.controls.updateUser(.sample(), .sample())
        #expect(try await bench.statuses() == ["user_changed"])
    }

    @Test("A token of nobody's account is given out too, and said to be so")
    func noAccount() async throws {
        let created = try await bench.controls.createToken(TokenRequest(right: .user, holder: .sample("nobody")))
        #expect(!created.hasAccount)
        let service = TokenRequest(right: .service(.sample()), holder: .sample("nobody"))
        #expect(try await !bench.controls.createToken(service).hasAccount)
        #expect(try await !bench.controls.createToken(service).hasService)
        #expect(created.hasService)
    }

    @Test("A token is revoked once; one that was never given out cannot be")
    func revoked() async throws {
        _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil))
        let id = TokenID.issued(IssuedToken.ID(1))
        #expect(try await bench.controls.revokeToken(id))
        #expect(try await !bench.controls.revokeToken(id))
        #expect(try await bench.statuses() == ["revoked"])
        for unknown in [TokenID.issued(IssuedToken.ID(2)), .run(Deployment.ID(1))] {
            await #expect(throws: Refusal.unknownToken(unknown)) { try await bench.controls.revokeToken(unknown) }
        }
        let events = try await bench.store.read { try $0.events.page(after: 0, limit: 9).map(\.event) }
        #expect(events == ["TokenCreated", "TokenRevoked"])
    }

    @Test("A login that the store never heard of is revoked as long as it can live")
    func login() async throws {
        #expect(try await bench.controls.revokeToken(.login(.sample())))
        #expect(try await !bench.controls.revokeToken(.login(.sample())))
        bench.time.pass(TokenClaims.loginLifetime + 1_000)
        #expect(try await bench.controls.revokeToken(.login(.sample(9))))
        #expect(try await bench.store.read { try !$0.tokens.isRevoked(.sample()) })
    }

    @Test("An expired token is said to be so, and is not revoked any more")
    func expired() async throws {
        _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil, lifetime: 1_000))
        bench.time.pass(1_000)
        #expect(try await bench.statuses() == ["expired"])
        #expect(try await !bench.controls.revokeToken(.issued(IssuedToken.ID(1))))
    }

    @Test("A rotated key verifies until the last expiry of what it may have signed")
    func rotated() async throws {
        let day: Int64 = 24 * 3_600_000
        _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil, lifetime: 2 * day))
        try await bench.controls.rotateKey(dropsOldKeys: false)
        let keys = try await bench.store.read { try $0.signingKeys.all() }
        #expect(keys.map(\.id.number) == [2, 1])
        #expect(keys[0].verifiesUntil == nil && keys[0].secret != keys[1].secret)
        let expiry = try await bench.store.read { try $0.tokens.find(IssuedToken.ID(1)) }?.expires
        #expect(keys[1].verifiesUntil == expiry)
        #expect(try await bench.statuses() == ["valid"])
        #expect(
            try await bench.controls.createToken(TokenRequest(right: .config, holder: nil)).text == "token 2 by key 2"
        )
        bench.time.pass(2 * day + 1_000)
        _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil))
        #expect(try await bench.store.read { try $0.signingKeys.all().map(\.id.number) } == [2])
    }

    @Test("A rotated key of which no token is known verifies as long as a login lives")
    func rotatedLogins() async throws {
        try await bench.controls.rotateKey(dropsOldKeys: false)
        try await bench.controls.rotateKey(dropsOldKeys: false)
        let old = try await bench.store.read { try $0.signingKeys.find(SigningKey.ID(1)) }
        #expect(old?.verifiesUntil == TokenClaims.lastLoginExpiry(at: bench.time.now()))
    }

    @Test("Old keys are dropped at once, all of them")
    func dropped() async throws {
        _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil))
        try await bench.controls.rotateKey(dropsOldKeys: false)
        try await bench.controls.rotateKey(dropsOldKeys: true)
        #expect(try await bench.store.read { try $0.signingKeys.all().map(\.id.number) } == [3])
        #expect(try await bench.statuses() == ["key_dropped"])
    }

    @Test("A key is made once, before anything is signed")
    func prepared() async throws {
        for byte in [UInt8(1), 2] {
            try await bench.commands.send(PrepareSigningKey(spare: RandomBytes([byte])))
        }
        #expect(try await bench.store.read { try $0.signingKeys.all().map(\.secret) } == [RandomBytes([1])])
    }

    @Test("Lists come a part at a time")
    func pages() async throws {
        for name in ["b", "a", "c"] { _ = try await bench.controls.createUser(.sample(name), .sample()) }
        for _ in 0..<3 { _ = try await bench.controls.createToken(TokenRequest(right: .config, holder: nil)) }
        let users = try await bench.controls.users(after: nil, limit: 2)
        #expect(users.next == "b")
        let tokens = try await bench.controls.tokens(before: nil, limit: 2)
        #expect(tokens.next == "2")
        #expect(try await bench.controls.tokens(before: IssuedToken.ID(2), limit: 2).next == nil)
    }

    @Test("Too many passwords at once change nothing")
    func busy() async throws {
        let busy = AccessBench(passwords: PlainPasswords(isBusy: true))
        await #expect(throws: TooManyPasswords.self) { try await busy.controls.createUser(.sample(), .sample()) }
        #expect(try await busy.store.read { try $0.events.lastSequence() } == 0)
    }
}

/// A store in memory and what changes it.
private struct AccessBench {
    let store: FakeUnitOfWork
    let time = ManualTime()
    let commands: MessageBus<CommandHandlers, Nobody>
    let controls: AccessControls

    init(passwords: PlainPasswords = PlainPasswords()) {
        let runtimeState = RuntimeState(time: time)
        store = FakeUnitOfWork(
            presenter: EventPresenter(runtimeState: runtimeState, board: SourceBoard()),
            time: time
        )
        commands = MessageBus(
            handler: CommandHandlers(
                unitOfWork: store,
                time: time,
                random: FixedRandom(),
                runtimeState: runtimeState
            ),
            reactor: Nobody(),
            log: RecordingLog()
        )
        controls = AccessControls(
            commands: commands,
            store: store,
            time: time,
            passwords: passwords,
            signer: TellingSigner(),
            secrets: CountingSecrets()
        )
    }

    func user() async throws -> User {
        _ = try await controls.createUser(.sample(), .sample())
        return try #require(try await store.read { try $0.users.find(name: .sample()) })
    }

    func statuses() async throws -> [String?] {
        try await controls.tokens(before: nil, limit: 5).items.map { $0["status"]?.string }
    }

    struct Nobody: EventReacting {
        func react(to stored: StoredEvent) {}
    }

    struct TellingSigner: TokenSigning {
        func token(_ claims: TokenClaims, signedWith key: SigningKey) -> String {
            "token \(claims.id) by key \(key.id)"
        }
    }
}
