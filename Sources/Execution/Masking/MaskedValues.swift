internal import Domain

/// Which values of a run are kept out of everything that is stored.
enum MaskedValues {
    /// The shortest value that is masked, in bytes: shorter ones would mask what is no secret.
    static let shortest = 6

    /// The values of secrets, and of variables with a secret's name (``SecretName``): whole and by their lines, as they
    /// are and as JSON may write them.
    static func of(_ variables: [EnvironmentVariable], _ handed: HandedSecrets = HandedSecrets()) -> [[UInt8]] {
        let named = variables.compactMap { variable in
            if case .text(let text) = variable.value, SecretName.matches(variable.name) { text } else { nil }
        }
        let candidates = Set((named + handed.all).flatMap { parts(of: $0) })
        return candidates.filter { $0.utf8.count >= shortest }.flatMap { forms(of: $0) }
    }

    /// A value, the same without the line break at its end, and each of its lines: they are printed behind a margin, or
    /// one without the others.
    private static func parts(of value: String) -> [String] {
        let lines = value.split(whereSeparator: \.isNewline)
        let whole = value.reversed().drop { $0.isNewline }.reversed()
        return [value, String(whole)] + lines.map { $0.trimming { $0 == " " || $0 == "\t" } }
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

extension Substring {
    fileprivate func trimming(_ isMargin: (Character) -> Bool) -> String {
        let behind = drop(while: isMargin)
        return String(
            behind[..<(behind.lastIndex { !isMargin($0) }.map { behind.index(after: $0) } ?? behind.startIndex)]
        )
    }
}
