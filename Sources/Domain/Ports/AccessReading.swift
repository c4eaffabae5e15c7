package protocol UserReading {
    func find(_ id: User.ID) throws -> User?
    func find(name: UserName) throws -> User?
    /// By name, from the first one greater than `name`.
    func page(after name: UserName?, limit: Int) throws -> [User]
}

package protocol TokenReading {
    func find(_ id: IssuedToken.ID) throws -> IssuedToken?
    /// Newest first.
    func page(before id: IssuedToken.ID?, limit: Int) throws -> [IssuedToken]
    /// Whether a person's own token was taken back.
    func isRevoked(_ id: LoginID) throws -> Bool
}

package protocol SigningKeyReading {
    func find(_ id: SigningKey.ID) throws -> SigningKey?
    /// Newest first.
    func all() throws -> [SigningKey]
    /// The latest expiry of the tokens that are signed with the key and not revoked.
    func lastExpiry(of key: SigningKey.ID) throws -> Instant?
}

extension SigningKeyReading {
    /// The one that signs; nil before the first.
    package func present() throws -> SigningKey? { try all().first { $0.verifiesUntil == nil } }
}
