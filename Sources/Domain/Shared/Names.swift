/// A service's name: `[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?`, unique in the daemon.
package struct ServiceName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The rule in words, for messages.
    package static let rule =
        "1 to 64 of a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or a digit"

    package let text: String

    package var description: String { text }

    /// Nil if `text` breaks the rule.
    package init?(_ text: String) {
        guard NameRule.allows(text) else { return nil }
        self.text = text
    }

    package static func < (left: ServiceName, right: ServiceName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

/// The name of a source in the daemon's configuration; the same rule as a service's name.
package struct SourceName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Nil if `text` breaks the rule.
    package init?(_ text: String) {
        guard NameRule.allows(text) else { return nil }
        self.text = text
    }

    package static func < (left: SourceName, right: SourceName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

private enum NameRule {
    static func allows(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && bytes.allSatisfy { isAlphanumeric($0) || isMark($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
