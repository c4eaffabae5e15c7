internal import Domain

/// Variables whose name says that their value is a secret: `*(PASSWORD|SECRET|TOKEN|KEY)*`, in any case.
enum SecretName {
    private static let words = ["PASSWORD", "SECRET", "TOKEN", "KEY"]

    static func matches(_ name: String) -> Bool {
        let upper = name.uppercased()
        return words.contains { upper.contains($0) }
    }

    /// The variable's value as it may be shown.
    static func masked(_ variable: EnvironmentVariable) -> String {
        matches(variable.name) ? "***" : variable.value
    }
}
