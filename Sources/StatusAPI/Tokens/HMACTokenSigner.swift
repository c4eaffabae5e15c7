internal import Crypto
package import Domain

/// Writes tokens as JSON Web Tokens that are signed with HS256 (RFC 7518 §3.2).
package struct HMACTokenSigner: TokenSigning {
    package init() {}

    package func token(_ claims: TokenClaims, signedWith key: SigningKey) throws -> String {
        let header = JSONValue.members([
            "alg": .string("HS256"), "typ": .string("JWT"), "kid": .string(key.id.description),
        ])
        let signed = "\(Base64.url.encode(header.bytes())).\(Base64.url.encode(claims.json.bytes()))"
        let signature = try MessageDigest.sha256.authenticate(Array(signed.utf8), key: key.secret.bytes)
        return "\(signed).\(Base64.url.encode(signature))"
    }
}
