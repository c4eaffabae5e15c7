/// The full name of a git commit: 40 lower-case hexadecimal digits (64 in a SHA-256 repository).
package struct Revision: Hashable, Sendable, CustomStringConvertible {
    package let hex: String

    package var description: String { hex }

    /// The first eight digits, for people to read; not unique, so never look a commit up by them.
    package var short: String { String(hex.prefix(8)) }

    /// Reads a revision written in full; nil if `text` is abbreviated, padded, or not lower-case hexadecimal.
    package init?(_ text: String) {
        guard text.utf8.count == 40 || text.utf8.count == 64, text.utf8.allSatisfy(Hexadecimal.isLowerDigit) else {
            return nil
        }
        hex = text
    }
}
