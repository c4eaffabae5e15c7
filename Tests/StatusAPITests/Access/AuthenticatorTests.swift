import Domain
import TestSupport
import Testing

@testable import StatusAPI

@Suite("Who a token says that somebody is")
struct AuthenticatorTests {
    private let world = AccessWorld()

    private func refusal(_ token: String) async throws -> TokenRefusal? {
        do {
            _ = try await world.authenticator.identify(token)
            return nil
        } catch let refusal as TokenRefusal {
            return refusal
        }
    }

    @Test("is believed while it is worth something")
    func valid() async throws {
        try await world.fill()
        let token = try await world.issue(.service(.sample("web")))
        let identity = try await world.authenticator.identify(token)
        #expect(identity.expires == .sample(world.time.now().millisecondsSince1970 + 3_600_000))
        #expect(try await world.authenticator.isStillValid(identity))
        #expect(try await world.authenticator.isStillValid(.trusted))
        #expect(Identity.trusted.expires == nil)
    }

    @Test("ends at the moment that it names, and not before")
    func expired() async throws {
        try await world.fill()
        let token = try await world.issue(.user)
        let identity = try await world.authenticator.identify(token)
        world.time.pass(3_599_999)
        #expect(try await refusal(token) == nil)
        world.time.pass(1)
        #expect(try await refusal(token) == .expired)
        #expect(try await !world.authenticator.isStillValid(identity))
    }

    @Test("ends when it is revoked")
    func revoked() async throws {
        try await world.fill()
        let token = try await world.issue(.user)
        let identity = try await world.authenticator.identify(token)
        try await world.change { transaction in
            var known = try #require(try transaction.tokens.find(IssuedToken.ID(1)))
            known.revoke(at: .sample())
            try transaction.save(known)
        }
        #expect(try await refusal(token) == .revoked)
        #expect(try await !world.authenticator.isStillValid(identity))
    }

    @Test("ends when its user changes, or goes, or is another one of the same name")
    func userChanged() async throws {
        try await world.fill()
        let account = User.sample().account
        let token = try await world.issue(.user, account: account)
        let login = try HMACTokenSigner().token(
            .login(.sample(), of: .sample(), at: world.time.now()),
            signedWith: .sample()
        )
        let identity = try await world.authenticator.identify(login)
        #expect(try await refusal(token) == nil)
        let changes: [@Sendable (any Transaction) throws -> Void] = [
            { try $0.save(User.sample(generation: 2)) }, { try $0.delete(User.ID(1)) },
            { try $0.save(User.sample(id: 2)) },
            { try $0.save(User.sample("bob")) },
        ]
        for change in changes {
            try await world.change(change)
            #expect(try await refusal(token) == .userChanged)
            #expect(try await refusal(login) == .userChanged)
            #expect(try await !world.authenticator.isStillValid(identity))
        }
    }

    @Test("ends when a login is revoked that the store never heard of before")
    func login() async throws {
        try await world.fill()
        let claims = TokenClaims.login(.sample(), of: .sample(), at: world.time.now())
        let token = try HMACTokenSigner().token(claims, signedWith: .sample())
        #expect(try await refusal(token) == nil)
        try await world.change { try $0.revoke(.sample(), until: .sample(.max)) }
        #expect(try await refusal(token) == .revoked)
    }

    @Test("is nobody with a key that is not, or not any more, the daemon's")
    func keys() async throws {
        try await world.fill()
        let token = try await world.issue(.user)
        let identity = try await world.authenticator.identify(token)
        #expect(try await refusal(world.issue(.user, id: 2, key: .sample(byte: 9))) == .signature)
        #expect(try await refusal(world.issue(.user, id: 3, key: .sample(id: 2))) == .signature)
        let now = world.time.now()
        try await world.change { try $0.save(SigningKey.sample(verifiesUntil: .sample(now.millisecondsSince1970 + 1))) }
        #expect(try await refusal(token) == nil)
        try await world.change { try $0.save(SigningKey.sample(verifiesUntil: now)) }
        #expect(try await refusal(token) == .signature)
        #expect(try await !world.authenticator.isStillValid(identity))
    }

    @Test("is not what the store has on record, and so nobody")
    func forged() async throws {
        try await world.fill()
        _ = try await world.issue(.config)
        let now = world.time.now()
        let issued = try #require(try await world.store.read { try $0.tokens.find(IssuedToken.ID(1)) }).claims
        let lies: [TokenClaims] = [
            TokenClaims(id: issued.id, subject: "x", right: .config, issued: issued.issued, expires: issued.expires),
            TokenClaims(id: issued.id, subject: "config", right: .user, issued: issued.issued, expires: issued.expires),
            IssuedToken.sample(id: 2, .config, issued: issued.issued, expires: issued.expires).claims,
            TokenClaims(id: .login(.sample()), subject: "x", right: .config, issued: now, expires: issued.expires),
            TokenClaims(id: .login(.sample()), subject: "x", right: .user, issued: now, expires: issued.expires),
            TokenClaims(id: .run(Deployment.ID(1)), subject: "x", right: .user, issued: now, expires: issued.expires),
        ]
        for lie in lies {
            let token = try HMACTokenSigner().token(lie, signedWith: .sample())
            #expect(try await refusal(token) == .unknown)
        }
    }

    @Test("is a run's as long as it goes on")
    func run() async throws {
        var deployment = Deployment.queued(id: Deployment.ID(1), order: .sample(), at: .sample())
        try deployment.start(expecting: [], ownedBy: .sample(), at: .sample())
        try await world.fill(deployment)
        let claims = TokenClaims.run(Deployment.ID(1), timeout: 1_000, at: world.time.now())
        let token = try HMACTokenSigner().token(claims, signedWith: .sample())
        #expect(try await refusal(token) == nil)
        try deployment.finish(RunEnd(outcome: .succeeded, exitCode: 0, message: nil), at: .sample())
        try await world.change { [deployment] transaction in
            var over = deployment
            try transaction.save(&over)
        }
        #expect(try await refusal(token) == .runEnded)
    }
}
