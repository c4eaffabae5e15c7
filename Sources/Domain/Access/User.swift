/// A person who may read the status API.
package struct User: Hashable, Sendable {
    package typealias ID = Identifier<User>

    package let id: ID
    package let name: UserName
    package private(set) var password: PasswordHash
    /// Grows with each change: a token that was given out before names an earlier one, and is worth nothing any more.
    package private(set) var generation: Int64
    package let created: Instant
    package private(set) var changed: Instant

    package init(
        id: ID,
        name: UserName,
        password: PasswordHash,
        generation: Int64 = 1,
        created: Instant,
        changed: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.password = password
        self.generation = generation
        self.created = created
        self.changed = changed ?? created
    }

    /// The user as they are now.
    package var account: UserAccount { UserAccount(user: id, generation: generation) }

    /// Takes another password; whatever was given out before ends.
    package mutating func change(_ password: PasswordHash, at now: Instant) {
        self.password = password
        generation += 1
        changed = now
    }
}

/// A user in one state: no later user and no later state is equal to it.
package struct UserAccount: Hashable, Sendable {
    package let user: User.ID
    package let generation: Int64

    package init(user: User.ID, generation: Int64) {
        self.user = user
        self.generation = generation
    }
}
