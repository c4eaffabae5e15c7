/// What the store knows of a token that was given out: all but the token itself.
package struct IssuedToken: Hashable, Sendable {
    package typealias ID = Identifier<IssuedToken>

    package let id: ID
    package let right: TokenRight
    /// Who holds it; nil if nobody said.
    package let holder: UserName?
    /// The user with whom it ends.
    package let account: UserAccount?
    /// What it is signed with.
    package let key: SigningKey.ID
    package let issued: Instant
    package let expires: Instant
    /// When a person took it back.
    package private(set) var revoked: Instant?

    /// How long it is listed once it has expired: 30 days, in milliseconds.
    package static let listedAfterExpiry: Int64 = 30 * 24 * 3_600_000

    package init(
        id: ID,
        right: TokenRight,
        holder: UserName?,
        account: UserAccount? = nil,
        key: SigningKey.ID,
        issued: Instant,
        expires: Instant,
        revoked: Instant? = nil
    ) {
        self.id = id
        self.right = right
        self.holder = holder
        self.account = account
        self.key = key
        self.issued = issued
        self.expires = expires
        self.revoked = revoked
    }

    /// A new one that lives for so many milliseconds, rounded up to whole seconds.
    package static func new(
        id: ID,
        right: TokenRight,
        holder: UserName?,
        account: UserAccount?,
        key: SigningKey.ID,
        lifetime: Int64,
        at now: Instant
    ) -> IssuedToken {
        let issued = now.wholeSecond
        return IssuedToken(
            id: id,
            right: right,
            holder: holder,
            account: account,
            key: key,
            issued: issued,
            expires: TokenClaims.expiry(of: lifetime, from: issued)
        )
    }

    /// Takes it back, for good.
    package mutating func revoke(at now: Instant) { revoked = revoked ?? now }

    /// What the token says: one that says anything else is not this one.
    package var claims: TokenClaims {
        TokenClaims(
            id: .issued(id),
            subject: holder?.text ?? right.service?.text ?? right.type.rawValue,
            right: right,
            account: account,
            issued: issued,
            expires: expires
        )
    }
}
