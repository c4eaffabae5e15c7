/// A commit as people know it, in its author's words: data, never to be interpreted.
package struct Commit: Hashable, Sendable {
    package let revision: Revision
    /// The first line of its message, at most ``longestText`` scalars of it.
    package let subject: String
    /// The author's name, at most ``longestText`` scalars of it.
    package let author: String
    /// When it was committed, as it says itself; nil if that is no time.
    package let time: Instant?

    /// The longest subject and author that are kept, in scalars.
    package static let longestText = 200

    package init(revision: Revision, subject: String, author: String, time: Instant?) {
        self.revision = revision
        self.subject = Self.cut(subject)
        self.author = Self.cut(author)
        self.time = time
    }

    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > longestText else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(longestText - 1))) + "…"
    }

    /// The commit as clients are shown it.
    package var json: JSONValue {
        .members([
            "revision": .string(revision.hex),
            "subject": .string(subject),
            "author": .string(author),
            "time": .optional(time?.description),
        ])
    }
}
