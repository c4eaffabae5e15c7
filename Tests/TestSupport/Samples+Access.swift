package import Domain
import Synchronization

extension UserName {
    package static func sample(_ text: String = "alice") -> UserName {
        guard let name = UserName(text) else { preconditionFailure("'\(text)' is no sample of a user's name") }
        return name
    }
}

extension Password {
    package static func sample(_ text: String = "correct horse") -> Password {
        guard let password = Password(text) else { preconditionFailure("'\(text)' is no sample of a password") }
        return password
    }
}

extension LoginID {
    package static func sample(_ byte: UInt8 = 0xAB) -> LoginID {
        LoginID(random: RandomBytes([UInt8](repeating: byte, count: 16)))
    }
}

extension User {
    package static func sample(
        id: Int64 = 1,
        _ name: String = "alice",
        password: String = "plain:correct horse",
        generation: Int64 = 1,
        created: Instant = .sample(),
        changed: Instant? = nil
    ) -> User {
        User(
            id: ID(id),
            name: .sample(name),
            password: PasswordHash(password),
            generation: generation,
            created: created,
            changed: changed
        )
    }
}

extension SigningKey {
    package static func sample(id: Int64 = 1, byte: UInt8 = 7, verifiesUntil: Instant? = nil) -> SigningKey {
        SigningKey(
            id: ID(id),
            secret: RandomBytes([UInt8](repeating: byte, count: size)),
            created: .sample(),
            verifiesUntil: verifiesUntil
        )
    }
}

extension IssuedToken {
    package static func sample(
        id: Int64 = 1,
        _ right: TokenRight = .user,
        holder: String? = nil,
        account: UserAccount? = nil,
        key: Int64 = 1,
        issued: Instant = .sample(),
        expires: Instant = .sample(100_000),
        revoked: Instant? = nil
    ) -> IssuedToken {
        IssuedToken(
            id: ID(id),
            right: right,
            holder: holder.map { .sample($0) },
            account: account,
            key: SigningKey.ID(key),
            issued: issued,
            expires: expires,
            revoked: revoked
        )
    }
}

/// Bytes that can be told: each piece is filled with the next number.
package final class CountingSecrets: SecretSource {
    private let next = Mutex<UInt8>(1)

    package init() {}

    package func bytes(_ count: Int) -> RandomBytes {
        next.withLock { next in
            defer { next &+= 1 }
            return RandomBytes([UInt8](repeating: next, count: count))
        }
    }
}

/// Passwords that are not hashed at all, to be quick; remembers how often it was asked.
package final class PlainPasswords: PasswordHashing {
    private let asked = Mutex(0)
    private let isBusy: Bool

    /// - Parameter isBusy: Whether every password is turned away.
    package init(isBusy: Bool = false) {
        self.isBusy = isBusy
    }

    /// How many passwords were compared, those without a hash included.
    package var comparisons: Int { asked.withLock { $0 } }

    package func hash(_ password: Password) throws -> PasswordHash {
        if isBusy { throw TooManyPasswords() }
        return PasswordHash("plain:" + password.text)
    }

    package func matches(_ password: Password, _ hash: PasswordHash?) throws -> Bool {
        asked.withLock { $0 += 1 }
        return try self.hash(password) == hash
    }
}
