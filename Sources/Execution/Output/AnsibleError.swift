internal import Domain

/// An error that Ansible prints over several lines: what is wrong, more of it, and in which file.
///
/// ansible-core 2.14 writes `ERROR! …` and "The error appears to be in 'FILE': line 3, column 7, but may", later ones
/// `[ERROR]: …` and "Origin: FILE:3:7"; both then show the lines of that file.
struct AnsibleError {
    /// How many lines belong to an error at most, and how long what they say may be, in characters.
    private static let lineLimit = 8
    private static let textLimit = 500
    private static let placeBegins = ["Origin: ", "The error appears to be in "]

    /// How lines begin that never belong to it.
    private static let othersBegin = ["[WARNING]", "[DEPRECATION WARNING]", "PLAY ", "TASK ["]

    private var lines: [String]
    private var place: String?
    private var isOver = false

    /// Nil unless `line` begins an error.
    init?(_ line: String) {
        guard Self.begins(line) else { return nil }
        lines = [line]
    }

    private static func begins(_ line: String) -> Bool { line.hasPrefix("ERROR!") || line.hasPrefix("[ERROR]") }

    /// A further line of the output, which need not belong to it.
    mutating func take(_ line: String) {
        guard !isOver else { return }
        if let begin = Self.placeBegins.first(where: line.hasPrefix) {
            place = Self.place(String(line.dropFirst(begin.count)))
            isOver = true
        } else if Self.begins(line) || Self.othersBegin.contains(where: line.hasPrefix) || lines.count == Self.lineLimit
        {
            isOver = true
        } else {
            lines.append(line)
        }
    }

    /// What is said, on one line, with the place behind it.
    var text: String {
        Excerpt.cut(lines.joined(separator: "; "), characters: Self.textLimit) + (place.map { " (\($0))" } ?? "")
    }

    private static func place(_ text: String) -> String {
        let plain = text.hasSuffix(", but may") ? String(text.dropLast(", but may".count)) : text
        return plain.replacing("'", with: "")
    }
}
