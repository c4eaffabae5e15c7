internal import Domain

/// Which values of a run are kept out of everything that is stored.
enum MaskedValues {
    /// The shortest value that is masked, in bytes: shorter ones would mask what is no secret.
    static let shortest = 6
    private static let words = ["PASSWORD", "SECRET", "TOKEN", "KEY"]

    /// The values of secrets, and of variables whose names hold one of the words, as they are and as JSON writes them.
    static func of(_ variables: [EnvironmentVariable], _ handed: HandedSecrets = HandedSecrets()) -> [[UInt8]] {
        let named = variables.compactMap { variable in
            if case .text(let text) = variable.value, isSecret(variable.name) { text } else { nil }
        }
        return (named + handed.all).filter { $0.utf8.count >= shortest }.flatMap { forms(of: $0) }
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
