internal import Crypto
internal import Domain

/// A token as it was sent: its parts are read, and nothing of it is believed yet (RFC 7519, RFC 7515 §3.1).
struct SignedToken {
    /// The longest that is looked at, in bytes.
    static let longest = 2_048
    private static let limits = JSONLimits(bytes: longest, depth: 3)

    /// What it says to be signed with.
    let key: SigningKey.ID
    let claims: TokenClaims
    private let signature: [UInt8]
    private let signed: [UInt8]

    /// - Throws: ``TokenRefusal/malformed`` or ``TokenRefusal/algorithm``.
    init(_ text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.longest else { throw .malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed }
        key = try Self.key(in: try Self.object(parts[0]))
        guard let claims = TokenClaims(try Self.object(parts[1])) else { throw .malformed }
        guard let signature = Base64.url.decode(parts[2]) else { throw .malformed }
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    func isSigned(with key: SigningKey) throws -> Bool {
        SecretComparison.areEqual(
            try MessageDigest.sha256.authenticate(signed, key: key.secret.bytes),
            signature
        )
    }

    private static func object(_ part: Substring) throws(TokenRefusal) -> JSONObject {
        guard let bytes = Base64.url.decode(part), let node = try? JSONParser.parse(bytes, limits: limits),
            let object = node.value.object
        else { throw .malformed }
        return object
    }

    /// Reads the header: its algorithm is no choice, and an extension that must be understood is none that is.
    private static func key(in header: JSONObject) throws(TokenRefusal) -> SigningKey.ID {
        guard let algorithm = header["alg"]?.string else { throw .malformed }
        guard algorithm == "HS256" else { throw .algorithm }
        guard header["crit"] == nil, let number = header["kid"]?.string.flatMap({ DecimalNumber.parse($0) }) else {
            throw .malformed
        }
        return SigningKey.ID(number)
    }
}
