/// What a token is known by: the claim `jti`.
package enum TokenID: Hashable, Sendable {
    /// One that the store knows.
    case issued(IssuedToken.ID)
    /// One that a person got for their password, which the store hears of only when it is revoked.
    case login(LoginID)
    /// That of a run, which ends with it.
    case run(Deployment.ID)

    private static let runPrefix = "deployment-"

    /// Nil if `text` is none of them.
    package init?(_ text: String) {
        if text.utf8.count < 19, let number = Self.number(text) {
            self = .issued(IssuedToken.ID(number))
        } else if let id = LoginID(text) {
            self = .login(id)
        } else if text.hasPrefix(Self.runPrefix), let number = Self.number(text.dropFirst(Self.runPrefix.count)) {
            self = .run(Deployment.ID(number))
        } else {
            return nil
        }
    }

    package var text: String {
        switch self {
        case .issued(let id): id.description
        case .login(let id): id.text
        case .run(let id): Self.runPrefix + id.description
        }
    }

    /// A positive number without leading zeros or sign.
    private static func number(_ text: some StringProtocol) -> Int64? {
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        return number
    }
}

extension TokenID: CustomStringConvertible {
    package var description: String { text }
}

/// 128 random bits, as 32 lower-case hexadecimal digits.
package struct LoginID: Hashable, Sendable {
    package let text: String

    /// Nil unless `text` is 32 lower-case hexadecimal digits.
    package init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy(Hexadecimal.isLowerDigit) else { return nil }
        self.text = text
    }

    /// How many random bytes make one.
    package static let size = 16

    /// A new one, of so many random bytes.
    package init(random bytes: RandomBytes) {
        text = Hexadecimal.text((bytes.bytes + [UInt8](repeating: 0, count: Self.size)).prefix(Self.size))
    }
}
