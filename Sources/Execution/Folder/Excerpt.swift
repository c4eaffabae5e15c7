internal import Domain

/// Texts of runs, made short enough to be kept.
enum Excerpt {
    /// The longest name of a step, in characters.
    static let nameLimit = 512

    /// The beginning of `text`: at most so many characters, and four bytes for each.
    ///
    /// One character may be of any number of bytes, so that both are counted.
    static func cut(_ text: String, characters: Int = Step.messageLimit) -> String {
        let short = text.utf8.count <= characters ? text : String(text.prefix(characters))
        guard short.utf8.count > characters * 4 else { return short }
        return String(decoding: short.utf8.prefix(characters * 4), as: UTF8.self)
    }

    /// `text` on one line, its lines separated by "; ", at most `characters` long.
    static func line(_ text: String, characters: Int = 1_000) -> String {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }
        return cut(lines.joined(separator: "; "), characters: characters)
    }
}
