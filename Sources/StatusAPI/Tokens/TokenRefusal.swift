/// Why a token is worth nothing.
package enum TokenRefusal: Error, Hashable, Sendable {
    case malformed
    /// It is signed otherwise than with HS256, or not at all.
    case algorithm
    /// No key that is valid now has signed it.
    case signature
    case expired
    case revoked
    /// The store knows no such token.
    case unknown
    /// Its user has another password, or is gone.
    case userChanged
    /// The run that it belongs to is over.
    case runEnded

    /// For the `error_description` of RFC 6750 §3: ASCII without quotes and backslashes.
    var words: String {
        switch self {
        case .malformed: "this is no token"
        case .algorithm: "tokens are signed with HS256"
        case .signature: "the signature is not that of this daemon"
        case .expired: "the token has expired"
        case .revoked: "the token was revoked"
        case .unknown: "the daemon knows no such token"
        case .userChanged: "the user has changed or is gone"
        case .runEnded: "the run that the token belongs to is over"
        }
    }
}
