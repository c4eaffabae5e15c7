/// Variables whose name says that their value is a secret: `*(PASSWORD|SECRET|TOKEN|KEY)*`, in any case.
package enum SecretName {
    private static let words = ["PASSWORD", "SECRET", "TOKEN", "KEY"]

    package static func matches(_ name: String) -> Bool {
        let upper = name.uppercased()
        return words.contains { upper.contains($0) }
    }

    /// The variable's value as it may be shown: a secret by its name.
    package static func masked(_ variable: EnvironmentVariable) -> JSONValue {
        guard case .text = variable.value, matches(variable.name) else { return variable.json }
        return .string("***")
    }
}
