/// A text in the INI format, as Python's `configparser` reads it with the settings that Ansible gives it: "=" or ":" behind
/// a key of any case, comments in lines that begin with "#" or ";" and behind " ;", values that go on in lines that begin
/// further to the right.
///
/// What Python refuses (a key without a value or a section, a name that comes twice) is passed over, so that the rest can
/// be read.
package struct INIText: Hashable, Sendable {
    /// A key with its value.
    package struct Entry: Hashable, Sendable {
        package let section: String
        /// In small letters.
        package let key: String
        /// Its lines, without the space at their ends; those in between may be empty.
        package fileprivate(set) var value: String
        fileprivate var emptyLines = 0

        /// The lines of the value that are not empty.
        package var lines: [Substring] { value.split(separator: "\n") }

        fileprivate mutating func goOn(with line: Substring.UnicodeScalarView) {
            value += String(repeating: "\n", count: emptyLines + 1) + String(line)
            emptyLines = 0
        }
    }

    /// To what the lines belong that begin further to the right than the last key or section.
    private enum Continued {
        case nothing
        case lastEntry
        /// The value of a key that cannot be read.
        case unreadable
    }

    /// The section whose values are those of all others that do not have them.
    package static let defaultSection = "DEFAULT"

    /// In their order.
    package private(set) var entries: [Entry] = []
    /// The names of all sections but the default one.
    package private(set) var sections: Set<String> = []
    private var section: String?
    private var column = 0
    private var continued = Continued.nothing

    package init(_ text: String) {
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) { read(line) }
    }

    /// The value of a key in a section, which has to be there, or in the default one; the last one counts.
    package func value(_ key: String, in section: String) -> String? {
        guard sections.contains(section) else { return nil }
        return last(key, in: section) ?? last(key, in: Self.defaultSection)
    }

    private func last(_ key: String, in section: String) -> String? {
        entries.last { $0.section == section && $0.key == key }?.value
    }

    private mutating func read(_ line: Substring.UnicodeScalarView) {
        let content = line.withoutComment
        guard let start = content.firstIndex(where: { !$0.isSpace }) else { return readEmpty(line) }
        let column = content.distance(from: content.startIndex, to: start)
        let words = content.trimmed
        if column > self.column, continued != .nothing { return goOn(with: words) }
        self.column = column
        if let name = words.sectionName {
            begin(section: name)
        } else {
            readKey(words)
        }
    }

    /// An empty line belongs to a value that goes on behind it, a comment does not.
    private mutating func readEmpty(_ line: Substring.UnicodeScalarView) {
        guard continued == .lastEntry, line.allSatisfy(\.isSpace) else { return }
        entries[entries.count - 1].emptyLines += 1
    }

    private mutating func goOn(with words: Substring.UnicodeScalarView) {
        guard continued == .lastEntry else { return }
        entries[entries.count - 1].goOn(with: words)
    }

    private mutating func begin(section name: String) {
        section = name
        if name != Self.defaultSection { sections.insert(name) }
        continued = .nothing
    }

    private mutating func readKey(_ words: Substring.UnicodeScalarView) {
        guard let section, let end = words.firstIndex(where: { $0 == "=" || $0 == ":" }), end > words.startIndex else {
            continued = .unreadable
            return
        }
        let key = String(words[..<end].trimmed).lowercased()
        let value = String(words[words.index(after: end)...].trimmed)
        entries.append(Entry(section: section, key: key, value: value))
        continued = .lastEntry
    }
}

extension Substring.UnicodeScalarView {
    /// What stands before a comment, which may be all.
    fileprivate var withoutComment: Self {
        guard first(where: { !$0.isSpace }) != "#" else { return self[endIndex...] }
        var isBehindSpace = true
        let comment = indices.first { index in
            defer { isBehindSpace = self[index].isSpace }
            return self[index] == ";" && isBehindSpace
        }
        return self[..<(comment ?? endIndex)]
    }

    fileprivate var trimmed: Self {
        guard let first = firstIndex(where: { !$0.isSpace }), let last = lastIndex(where: { !$0.isSpace }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }

    /// The name in "[NAME]", up to the last bracket; nil for anything else.
    fileprivate var sectionName: String? {
        guard first == "[", let end = lastIndex(of: "]"), let begin = indices.dropFirst().first, begin < end else {
            return nil
        }
        return String(self[begin..<end])
    }
}

extension Unicode.Scalar {
    /// What Python takes for space.
    fileprivate var isSpace: Bool { properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(self) }
}
