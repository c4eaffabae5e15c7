/// What a run can see of a service, as one SHA-256 value: two equal digests deploy the same.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The number of the scheme that this program computes.
    package static let currentScheme = 2

    /// The number of the scheme that says what is covered and how; digests of two schemes cannot be compared.
    package let scheme: Int
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    package var description: String { hex }

    /// The first twelve digits: the version of a service that names none.
    package var short: String { String(hex.prefix(12)) }

    /// Nil unless `hex` is 64 lower-case hexadecimal digits.
    package init?(hex: String, scheme: Int = currentScheme) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy(Hexadecimal.isLowerDigit) else { return nil }
        self.hex = hex
        self.scheme = scheme
    }
}
