internal import Crypto
internal import Domain

/// What PBKDF2 has made of a password, with what it takes to make it again.
struct DerivedPassword: Equatable {
    /// What is stored with this many iterations can still be read; more would let a damaged store stop the daemon.
    private static let possible: ClosedRange<UInt32> = 1...10_000_000
    private static let method = "pbkdf2-sha256"

    let iterations: UInt32
    let salt: [UInt8]
    let key: [UInt8]

    /// - `password`: Its bytes.
    init(_ password: [UInt8], salt: [UInt8], iterations: UInt32) throws(CryptoFailure) {
        key = try PBKDF2.derive(password, salt: salt, iterations: iterations)
        self.salt = salt
        self.iterations = iterations
    }

    /// Reads what ``hash`` wrote; nil for anything else.
    init?(_ hash: PasswordHash) {
        let parts = hash.text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == Self.method, parts[2].hasPrefix("i="),
            let iterations = UInt32(parts[2].dropFirst(2)), Self.possible.contains(iterations),
            let salt = Base64.url.decode(parts[3]), let key = Base64.url.decode(parts[4]), key.count == PBKDF2.length
        else { return nil }
        self.iterations = iterations
        self.salt = salt
        self.key = key
    }

    /// As it is stored: `$pbkdf2-sha256$i=600000$SALT$KEY`.
    var hash: PasswordHash {
        PasswordHash("$\(Self.method)$i=\(iterations)$\(Base64.url.encode(salt))$\(Base64.url.encode(key))")
    }
}
