/// What tokens are signed with.
package struct SigningKey: Hashable, Sendable {
    package typealias ID = Identifier<SigningKey>

    package let id: ID
    package let secret: RandomBytes
    package let created: Instant
    /// Nil while it signs; then the moment from which nothing that it has signed is worth anything.
    package private(set) var verifiesUntil: Instant?

    /// How many random bytes a key has: as many as the hash that it is used with puts out (RFC 7518 §3.2).
    package static let size = 32

    package init(id: ID, secret: RandomBytes, created: Instant, verifiesUntil: Instant? = nil) {
        self.id = id
        self.secret = secret
        self.created = created
        self.verifiesUntil = verifiesUntil
    }

    /// Whether a token that it has signed may be worth something.
    package func verifies(at now: Instant) -> Bool { verifiesUntil.map { now < $0 } ?? true }

    /// Signs no more, and verifies as long as anything that it has signed lives.
    package mutating func retire(until last: Instant) { verifiesUntil = last }
}

/// Bytes that nobody can guess.
package struct RandomBytes: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let bytes: [UInt8]

    package var description: String { "(\(bytes.count) random bytes)" }

    package var debugDescription: String { description }

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}
