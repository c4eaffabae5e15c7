/// What a person proves with who they are; never stored, never shown.
package struct Password: Sendable, CustomStringConvertible {
    /// The longest password that is taken, in bytes of UTF-8.
    package static let longest = 1_024
    /// A shorter one, in characters, is easily guessed.
    package static let advisable = 8

    package let text: String

    package var description: String { "(a password)" }

    /// Whether people should be told to take a longer one.
    package var isShort: Bool { text.count < Self.advisable }

    /// Nil for an empty text, and for one that is too long.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.longest else { return nil }
        self.text = text
    }
}

/// What is stored of a password: enough to recognise it, with everything that it takes to do so.
///
/// Only ``PasswordHashing`` knows what its text means.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { "(a password's hash)" }

    package init(_ text: String) {
        self.text = text
    }
}
