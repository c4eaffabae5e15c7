/// What a person, or whoever holds a token, is called.
///
/// Upper and lower case differ, and there is no colon in it, so that HTTP Basic can carry it (RFC 7617 §2).
package struct UserName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The rule in words, for messages.
    package static let rule =
        "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-' and '@', beginning and ending with a letter or a digit"

    package let text: String

    package var description: String { text }

    /// Nil if `text` breaks the rule.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return nil }
        guard Self.isAlphanumeric(first), Self.isAlphanumeric(last), bytes.allSatisfy(Self.isAllowed) else {
            return nil
        }
        self.text = text
    }

    package static func < (left: UserName, right: UserName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || [".", "_", "-", "@"].contains(UnicodeScalar(byte))
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
