package import Domain

/// Who asks.
package enum Identity: Hashable, Sendable {
    /// Somebody who needs no token: at the control socket, or of a daemon with `auth` off.
    case trusted
    case holder(VerifiedToken)

    /// The first moment at which this identity is worth nothing; nil for one that does not end.
    package var expires: Instant? {
        guard case .holder(let token) = self else { return nil }
        return token.claims.expires
    }

    /// Whether such a question may be asked by this one: `service` is the one that it is about, if it is about one.
    func may(ask audience: Audience, about service: ServiceName?) -> Bool {
        switch self {
        case .trusted: true
        case .holder(let token): audience.admits(token.claims.right, about: service)
        }
    }
}

/// A token that was worth something when it was looked at.
package struct VerifiedToken: Hashable, Sendable {
    package let claims: TokenClaims
    let key: SigningKey.ID
}
