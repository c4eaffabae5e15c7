/// The name of a branch, a tag or a whole ref, by the rules of `git check-ref-format`.
///
/// Such a name can stand in a refspec and means nothing there but itself.
package struct RefName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    /// Nil if git would not have it as a name.
    package init?(_ text: String) {
        guard (1...1_024).contains(text.utf8.count), text != "@", text.utf8.allSatisfy(RefName.allows),
            !text.hasPrefix("-"), !text.contains(".."), !text.contains("@{"), !text.hasSuffix("."),
            text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(RefName.isComponent)
        else { return nil }
        self.text = text
    }

    package static func < (left: RefName, right: RefName) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func isComponent(_ part: Substring) -> Bool {
        !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".lock")
    }

    private static func allows(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"~^:?*[\\".utf8.contains(byte)
    }
}
