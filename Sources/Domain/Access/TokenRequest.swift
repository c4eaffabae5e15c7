/// A token that a person asks for.
package struct TokenRequest: Hashable, Sendable {
    package let right: TokenRight
    package let holder: UserName?
    /// In milliseconds.
    package let lifetime: Int64

    /// The longest that a token lives: ten years, in milliseconds.
    package static let longestLifetime: Int64 = 10 * 365 * 24 * 3_600_000

    /// - `lifetime`: In milliseconds; nil for what is usual for the type.
    package init(right: TokenRight, holder: UserName?, lifetime: Int64? = nil) {
        self.right = right
        self.holder = holder
        self.lifetime = lifetime ?? right.type.usualLifetime
    }
}

extension TokenType {
    /// A person's token for a day's work, that of a program for a year, in milliseconds.
    package var usualLifetime: Int64 {
        switch self {
        case .user, .deployment: TokenClaims.loginLifetime
        case .service, .config: 365 * 24 * 3_600_000
        }
    }
}
