/// What a token says of itself, and what its signature vouches for.
package struct TokenClaims: Hashable, Sendable {
    package let id: TokenID
    /// Who holds it.
    package let subject: String
    package let right: TokenRight
    /// The user with whom it ends; nil if it belongs to no account.
    package let account: UserAccount?
    /// In whole seconds.
    package let issued: Instant
    /// The first moment at which it is worth nothing; in whole seconds.
    package let expires: Instant

    /// How long a token lives that a person gets for their password: 12 hours, in milliseconds.
    package static let loginLifetime: Int64 = 12 * 3_600_000

    package init(
        id: TokenID,
        subject: String,
        right: TokenRight,
        account: UserAccount? = nil,
        issued: Instant,
        expires: Instant
    ) {
        self.id = id
        self.subject = subject
        self.right = right
        self.account = account
        self.issued = issued
        self.expires = expires
    }
}

extension TokenClaims {
    /// The end of a token that lives for so many milliseconds, rounded up to whole seconds.
    static func expiry(of lifetime: Int64, from issued: Instant) -> Instant { issued.later(by: lifetime) }

    /// When everything has expired that a person got for their password before.
    package static func lastLoginExpiry(at now: Instant) -> Instant { now.later(by: loginLifetime) }

    /// Those of a person who has just proved who they are.
    package static func login(_ id: LoginID, of user: User, at now: Instant) -> TokenClaims {
        let issued = now.wholeSecond
        return TokenClaims(
            id: .login(id),
            subject: user.name.text,
            right: .user,
            account: user.account,
            issued: issued,
            expires: issued.later(by: loginLifetime)
        )
    }

    /// Those of a run that may take so many milliseconds.
    package static func run(_ deployment: Deployment.ID, timeout: Int64, at now: Instant) -> TokenClaims {
        let issued = now.wholeSecond
        return TokenClaims(
            id: .run(deployment),
            subject: TokenID.run(deployment).text,
            right: .deployment(deployment),
            issued: issued,
            // The run is read to its end a little after it.
            expires: issued.later(by: timeout).later(by: 60_000)
        )
    }
}

extension Instant {
    /// The second that the moment is in.
    package var wholeSecond: Instant { Instant(millisecondsSince1970: secondsSince1970 * 1_000) }

    /// Whole seconds since 1970, as a token counts them (RFC 7519 §2, NumericDate).
    package var secondsSince1970: Int64 {
        let (quotient, remainder) = millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The longest that a token lives, whatever is asked for: 200 years, in milliseconds.
    private static let longest: Int64 = 200 * 365 * 24 * 3_600_000

    /// So many milliseconds later, rounded up to whole seconds.
    fileprivate func later(by milliseconds: Int64) -> Instant {
        let seconds = (min(milliseconds, Self.longest) + 999) / 1_000
        return Instant(millisecondsSince1970: millisecondsSince1970 + seconds * 1_000)
    }
}
