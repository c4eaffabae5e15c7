import Domain
import TestSupport
import Testing

@Suite("What is known of a token")
struct TokenTests {
    @Test(
        "is found by its id",
        arguments: ["1", "9000000000", "deployment-7", "00112233445566778899aabbccddeeff"]
    )
    func ids(text: String) throws {
        #expect(try #require(TokenID(text)).text == text)
    }

    @Test(
        "is not found by anything else",
        arguments: [
            "", "0", "-1", "01", "+1", "x", "deployment-", "deployment-0", "deployment--1", "99999999999999999999",
            "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef", "1 ",
        ]
    )
    func noIDs(text: String) {
        #expect(TokenID(text) == nil)
    }

    @Test("counts whole seconds, and lives at least as long as was asked for")
    func seconds() {
        let token = IssuedToken.new(
            id: IssuedToken.ID(1),
            right: .config,
            holder: nil,
            account: nil,
            key: SigningKey.ID(1),
            lifetime: 1_001,
            at: .sample(5_999)
        )
        #expect(token.issued == .sample(5_000))
        #expect(token.expires == .sample(7_000))
        #expect(token.claims.subject == "config")
    }

    @Test("ends no later than twelve hours after a login")
    func login() {
        let claims = TokenClaims.login(.sample(), of: .sample(), at: .sample(5_999))
        #expect(claims.issued == .sample(5_000))
        #expect(claims.expires == .sample(5_000 + 12 * 3_600_000))
        #expect(claims.expires <= TokenClaims.lastLoginExpiry(at: .sample(5_999)))
        #expect(claims.account == User.sample().account)
    }

    @Test("outlives the longest run")
    func run() {
        #expect(TokenClaims.run(Deployment.ID(3), timeout: .max, at: .sample()).expires > .sample(1 << 42))
        #expect(TokenClaims.run(Deployment.ID(3), timeout: 10_000, at: .sample(0)).expires == .sample(70_000))
    }

    @Test("is revoked once")
    func revoked() {
        var token = IssuedToken.sample()
        token.revoke(at: .sample(5))
        token.revoke(at: .sample(9))
        #expect(token.revoked == .sample(5))
    }

    @Test("says nothing of its secrets when it is printed")
    func silent() {
        let texts = ["\(SigningKey.sample())", String(reflecting: SigningKey.sample()), "\(Password.sample())"]
        for text in texts + ["\(User.sample())"] {
            #expect(!text.contains("horse") && !text.contains("7, 7"))
        }
    }
}

@Suite("A user")
struct UserTests {
    @Test("is another one with each password")
    func generations() {
        var user = User.sample()
        let before = user.account
        user.change(PasswordHash("new"), at: .sample(9))
        #expect(user.account != before)
        #expect(user.changed == .sample(9))
        #expect(user.created == User.sample().created)
    }

    @Test("has a password that is neither empty nor endless")
    func passwords() {
        #expect(Password("") == nil)
        #expect(Password(String(repeating: "x", count: Password.longest)) != nil)
        #expect(Password(String(repeating: "x", count: Password.longest + 1)) == nil)
        #expect(Password("short")?.isShort == true)
        #expect(Password("long enough")?.isShort == false)
    }
}
