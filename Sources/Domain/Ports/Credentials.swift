/// Makes of passwords what can be stored, and recognises them again; either takes long, on purpose.
package protocol PasswordHashing: Sendable {
    /// - Throws: ``TooManyPasswords`` if too many wait already.
    func hash(_ password: Password) async throws -> PasswordHash

    /// Whether the hash is the password's; without a hash it is not, and that takes as long to say.
    ///
    /// - Throws: ``TooManyPasswords`` if too many wait already.
    func matches(_ password: Password, _ hash: PasswordHash?) async throws -> Bool
}

/// So many passwords wait to be looked at that another one is turned away.
package struct TooManyPasswords: Error, Sendable, CustomStringConvertible {
    package let description = "too many passwords are being looked at; try again in a moment"

    package init() {}
}

/// Writes tokens.
package protocol TokenSigning: Sendable {
    /// The token with these claims, signed with the key.
    func token(_ claims: TokenClaims, signedWith key: SigningKey) throws -> String
}

/// Bytes that nobody can guess, so that tests can choose them.
package protocol SecretSource: Sendable {
    func bytes(_ count: Int) -> RandomBytes
}
