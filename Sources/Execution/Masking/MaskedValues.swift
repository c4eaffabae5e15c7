internal import Domain

/// Which values of a run are kept out of everything that is stored.
enum MaskedValues {
    /// The shortest value that is masked, in bytes: shorter ones would mask what is no secret.
    static let shortest = 6

    /// The values of secrets, and of variables with a secret's name (``SecretName``), as they are and as JSON may write them.
    static func of(_ variables: [EnvironmentVariable], _ handed: HandedSecrets = HandedSecrets()) -> [[UInt8]] {
        let named = variables.compactMap { variable in
            if case .text(let text) = variable.value, SecretName.matches(variable.name) { text } else { nil }
        }
        return (named + handed.all).filter { $0.utf8.count >= shortest }.flatMap { forms(of: $0) }
    }

    private static func forms(of value: String) -> [[UInt8]] {
        let quoted = Array(JSONValue.string(value).bytes().dropFirst().dropLast())
        let inASCII = [false, true].map { escaped(quoted, uppercase: $0) }
        return [Array(value.utf8), quoted] + inASCII.filter { $0 != quoted }
    }

    /// A JSON text whose characters beyond ASCII are UTF-16 escapes (RFC 8259 §7), as many programs write them.
    private static func escaped(_ quoted: [UInt8], uppercase: Bool) -> [UInt8] {
        let units = String(decoding: quoted, as: UTF8.self).utf16
        return units.flatMap { unit -> [UInt8] in
            guard unit >= 0x80 else { return [UInt8(unit)] }
            let digits = String(unit, radix: 16, uppercase: uppercase)
            return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
    }
}
