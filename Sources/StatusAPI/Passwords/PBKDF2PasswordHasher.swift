internal import Crypto
package import Domain
internal import Synchronization

/// Hashes passwords with PBKDF2, one after the other, on an executor of its own: never on the shared pool.
package actor PBKDF2PasswordHasher: PasswordHashing {
    /// What OWASP advises for SHA-256.
    package static let iterations: UInt32 = 600_000
    /// How many bytes of a salt are random.
    private static let saltSize = 16
    /// How many may wait; each takes a good part of a second.
    private static let places = 16

    private nonisolated let executor: any SerialExecutor
    private nonisolated let secrets: any SecretSource
    private nonisolated let iterations: UInt32
    private nonisolated let waiting = Mutex(0)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - executor: A thread that may be blocked.
    ///   - secrets: Where salts come from.
    ///   - iterations: How much work a new hash takes.
    package init(
        on executor: any SerialExecutor,
        secrets: any SecretSource,
        iterations: UInt32 = PBKDF2PasswordHasher.iterations
    ) {
        self.executor = executor
        self.secrets = secrets
        self.iterations = iterations
    }

    package nonisolated func hash(_ password: Password) async throws -> PasswordHash {
        try enter()
        defer { leave() }
        let salt = secrets.bytes(Self.saltSize).bytes
        return try await derive(password.normalBytes, salt, iterations).hash
    }

    package nonisolated func matches(_ password: Password, _ hash: PasswordHash?) async throws -> Bool {
        try enter()
        defer { leave() }
        if try await matches(password.normalBytes, hash) { return true }
        // One that is stored may have been hashed as it was typed, by an earlier version.
        return password.normalBytes == password.bytes ? false : try await matches(password.bytes, hash)
    }

    private nonisolated func matches(_ password: [UInt8], _ hash: PasswordHash?) async throws -> Bool {
        guard let hash else {
            _ = try await derive(password, [UInt8](repeating: 0, count: Self.saltSize), iterations)
            return false
        }
        guard let stored = DerivedPassword(hash) else { throw UnreadableHash() }
        let given = try await derive(password, stored.salt, stored.iterations)
        return SecretComparison.areEqual(given.key, stored.key)
    }

    private func derive(_ password: [UInt8], _ salt: [UInt8], _ iterations: UInt32) throws -> DerivedPassword {
        // Whoever asked may have gone while this had to wait.
        try Task.checkCancellation()
        return try DerivedPassword(password, salt: salt, iterations: iterations)
    }

    private nonisolated func enter() throws(TooManyPasswords) {
        let isIn = waiting.withLock { waiting in
            guard waiting < Self.places else { return false }
            waiting += 1
            return true
        }
        guard isIn else { throw TooManyPasswords() }
    }

    private nonisolated func leave() { waiting.withLock { $0 -= 1 } }
}

/// The store has something else where a password's hash should be.
private struct UnreadableHash: Error, CustomStringConvertible {
    let description =
        "the hash of a user's password in the store cannot be read; `reconciler user update` makes another one"
}
