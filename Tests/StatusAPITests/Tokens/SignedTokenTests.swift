import Crypto
import Domain
import TestSupport
import Testing

@testable import StatusAPI

@Suite("A token as it is sent")
struct SignedTokenTests {
    private let key = SigningKey.sample()
    private let claims: [TokenClaims] = [
        IssuedToken.sample(id: 1, .user, holder: "alice", account: User.sample().account).claims,
        IssuedToken.sample(id: 2, .service(.sample("web"))).claims,
        IssuedToken.sample(id: 3, .config).claims,
        TokenClaims.login(.sample(), of: .sample(), at: .sample(5_000)),
        TokenClaims.run(Deployment.ID(7), timeout: 1_000, at: .sample(5_000)),
    ]

    /// The parts of a token, with a signature of this key.
    private func token(_ header: String, _ payload: String, key: SigningKey = .sample()) throws -> String {
        let signed = "\(Base64.url.encode(Array(header.utf8))).\(Base64.url.encode(Array(payload.utf8)))"
        let code = try MessageDigest.sha256.authenticate(Array(signed.utf8), key: key.secret.bytes)
        return "\(signed).\(Base64.url.encode(code))"
    }

    static let header = #"{"alg":"HS256","typ":"JWT","kid":"1"}"#
    static let payload = #"{"jti":"1","sub":"config","type":"config","iat":1,"exp":100}"#

    @Test("says what it was made to say, and is signed")
    func roundTrip() throws {
        for claims in claims {
            let token = try SignedToken(HMACTokenSigner().token(claims, signedWith: key))
            #expect(token.claims == claims)
            #expect(token.key == key.id)
            #expect(try token.isSigned(with: key))
            #expect(try !token.isSigned(with: .sample(byte: 8)))
        }
    }

    @Test("has the claims of the standard")
    func standardClaims() throws {
        let text = try HMACTokenSigner().token(claims[1], signedWith: key)
        let parts = text.split(separator: ".").map { Base64.url.decode($0) ?? [] }
        #expect(String(decoding: parts[0], as: UTF8.self) == Self.header)
        let expected = #"{"jti":"2","sub":"web","type":"service","service":"web","iat":1,"exp":100}"#
        #expect(String(decoding: parts[1], as: UTF8.self) == expected)
    }

    @Test("is signed as RFC 7515 shows it (appendix A.1)")
    func vector() throws {
        let key = try #require(
            Base64.url.decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        )
        let signed =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9l"
            + "eGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let code = try MessageDigest.sha256.authenticate(Array(signed.utf8), key: key)
        #expect(Base64.url.encode(code) == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    }

    @Test(
        "has one algorithm",
        arguments: [
            #"{"alg":"none","kid":"1"}"#, #"{"alg":"None","kid":"1"}"#, #"{"alg":"HS512","kid":"1"}"#,
            #"{"alg":"RS256","kid":"1"}"#, #"{"alg":"hs256","kid":"1"}"#, #"{"alg":"","kid":"1"}"#,
        ]
    )
    func algorithm(header: String) throws {
        #expect(throws: TokenRefusal.algorithm) { try SignedToken(try token(header, Self.payload)) }
        let unsigned = try token(header, Self.payload).split(separator: ".").prefix(2).joined(separator: ".") + "."
        #expect(throws: TokenRefusal.algorithm) { try SignedToken(unsigned) }
    }

    @Test(
        "has a whole header",
        arguments: [
            "{}", "[]", "x", #"{"alg":1,"kid":"1"}"#, #"{"alg":"HS256"}"#, #"{"alg":"HS256","kid":1}"#,
            #"{"alg":"HS256","kid":"x"}"#, #"{"alg":"HS256","kid":"1","crit":["b64"],"b64":false}"#,
            #"{"alg":"none","alg":"HS256","kid":"1"}"#,
        ]
    )
    func header(header: String) throws {
        #expect(throws: TokenRefusal.malformed) { try SignedToken(try token(header, Self.payload)) }
    }

    @Test(
        "has all claims, each of its type",
        arguments: [
            "{}", "[]", "x",
            #"{"jti":1,"sub":"config","type":"config","iat":1,"exp":100}"#,
            #"{"jti":"x","sub":"config","type":"config","iat":1,"exp":100}"#,
            #"{"jti":"1","type":"config","iat":1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"admin","iat":1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"service","iat":1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"service","service":"NO","iat":1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"deployment","deployment":"1","iat":1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":1}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":1,"exp":"100"}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":1,"exp":1e9}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":1,"exp":9223372036854775807}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":-1,"exp":100}"#,
            #"{"jti":"1","sub":"config","type":"config","iat":1,"exp":1,"exp":100}"#,
        ]
    )
    func claims(payload: String) throws {
        #expect(throws: TokenRefusal.malformed) { try SignedToken(try token(Self.header, payload)) }
    }

    @Test("has three parts of Base64, and an end")
    func parts() throws {
        let good = try token(Self.header, Self.payload)
        _ = try SignedToken(good)
        let bad = ["", ".", "..", "a.b", "a.b.c", good + ".", good + "=", good + " ", " " + good, good + "\n", "ü.ü.ü"]
        for text in bad { #expect(throws: TokenRefusal.malformed, "\(text)") { try SignedToken(text) } }
        let long = #"{"jti":"1","sub":"\#(String(repeating: "x", count: 2_000))","type":"config","iat":1,"exp":100}"#
        #expect(throws: TokenRefusal.malformed) { try SignedToken(try token(Self.header, long)) }
    }

    @Test("is nobody's once any character is another one")
    func tampered() throws {
        let good = Array(try HMACTokenSigner().token(claims[2], signedWith: key).utf8)
        for index in good.indices {
            for other in [UInt8(ascii: "A"), UInt8(ascii: "b"), UInt8(ascii: ".")] where other != good[index] {
                var bytes = good
                bytes[index] = other
                let token = try? SignedToken(String(decoding: bytes, as: UTF8.self))
                #expect(try token?.isSigned(with: key) != true)
            }
        }
    }
}
