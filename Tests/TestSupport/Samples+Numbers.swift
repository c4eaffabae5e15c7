package import Domain

extension Digest {
    /// A digest of its own for each number.
    package static func sample(number: Int, scheme: Int = currentScheme) -> Digest {
        let digits = String(number, radix: 16)
        let hex = String(repeating: "0", count: 64 - digits.count) + digits
        guard let digest = Digest(hex: hex, scheme: scheme) else { preconditionFailure("\(number) is negative") }
        return digest
    }
}

extension Revision {
    /// A revision of its own for each number.
    package static func sample(number: Int) -> Revision {
        let digits = String(number, radix: 16)
        guard let revision = Revision(String(repeating: "0", count: 40 - digits.count) + digits) else {
            preconditionFailure("\(number) is negative")
        }
        return revision
    }
}
