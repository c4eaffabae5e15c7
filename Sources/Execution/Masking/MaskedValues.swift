internal import Domain

/// Which values of a run's environment are kept out of everything that is stored.
enum MaskedValues {
    /// The shortest value that is masked, in bytes: shorter ones would mask what is no secret.
    static let shortest = 6
    private static let words = ["PASSWORD", "SECRET", "TOKEN", "KEY"]

    /// The values of variables whose names hold one of the words, as they are and as JSON writes them.
    static func of(_ variables: [EnvironmentVariable]) -> [[UInt8]] {
        variables.filter { isSecret($0.name) && $0.value.utf8.count >= shortest }.flatMap { forms(of: $0.value) }
    }

    static func isSecret(_ name: String) -> Bool {
        let upper = name.uppercased()
        return words.contains { upper.contains($0) }
    }

    private static func forms(of value: String) -> [[UInt8]] {
        let quoted = JSONValue.string(value).bytes()
        return [Array(value.utf8), Array(quoted.dropFirst().dropLast())]
    }
}
