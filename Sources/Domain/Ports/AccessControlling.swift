/// What a person may ask about users, tokens and keys; on the control socket, or with the state dir to themselves.
package protocol AccessControlling: Sendable {
    /// - Throws: ``Refusal/nameTaken(_:)``.
    func createUser(_ name: UserName, _ password: Password) async throws -> JSONValue

    /// - Throws: ``Refusal/unknownUser(_:)``.
    func updateUser(_ name: UserName, _ password: Password) async throws -> JSONValue

    /// - Throws: ``Refusal/unknownUser(_:)``.
    func deleteUser(_ name: UserName) async throws -> JSONValue

    func users(after name: UserName?, limit: Int) async throws -> StatusPage

    /// Gives out a token; the answer is the only place where it ever stands.
    func createToken(_ order: TokenRequest) async throws -> CreatedToken

    /// - Returns: Whether it was worth anything until now.
    /// - Throws: ``Refusal/unknownToken(_:)``.
    func revokeToken(_ id: TokenID) async throws -> Bool

    func tokens(before id: IssuedToken.ID?, limit: Int) async throws -> StatusPage

    /// - `dropsOldKeys`: Whether everything that was signed before is worth nothing at once.
    func rotateKey(dropsOldKeys: Bool) async throws
}

/// A token, and what is kept of it.
package struct CreatedToken: Sendable {
    package let text: String
    package let record: JSONValue
    /// Whether it ends with a user of the daemon.
    package let hasAccount: Bool
    /// Whether there is the service whose token it is; true for the other types.
    package let hasService: Bool

    package init(text: String, record: JSONValue, hasAccount: Bool, hasService: Bool = true) {
        self.text = text
        self.record = record
        self.hasAccount = hasAccount
        self.hasService = hasService
    }
}
