internal import Domain

/// One value of the configuration as it was said, and where.
struct Setting: Sendable {
    enum Content: Sendable {
        /// From the line or the environment.
        case text(String)
        /// From the file.
        case node(JSONNode)
    }

    let content: Content
    let origin: SettingOrigin
    /// The folder from which relative paths start.
    let folder: String

    func problem(_ message: String) -> ConfigurationProblem {
        ConfigurationProblem(origin: origin, message: message)
    }

    /// The text, or the string in the file.
    func string() throws(ConfigurationProblem) -> String {
        switch content {
        case .text(let text):
            guard !text.isEmpty else { throw problem("is empty") }
            return text
        case .node(let node):
            guard case .string(let text) = node.content else { throw problem("expected a string, found \(node.kind)") }
            guard !text.isEmpty else { throw problem("expected a string that is not empty") }
            return text
        }
    }

    /// The number, written as digits on the line and in the environment.
    func integer(in range: ClosedRange<Int>) throws(ConfigurationProblem) -> Int {
        let text: String
        switch content {
        case .text(let written): text = written
        case .node(let node):
            guard case .number(let written) = node.content else {
                throw problem("expected a number, found \(node.kind)")
            }
            text = written
        }
        guard let number = Int(text), range.contains(number) else {
            throw problem(
                "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(shown(text))"
            )
        }
        return number
    }

    /// True or false.
    func bool() throws(ConfigurationProblem) -> Bool {
        let node = try node()
        guard case .bool(let value) = node.content else {
            throw problem("expected true or false, found \(node.kind)")
        }
        return value
    }

    /// The milliseconds of a duration.
    func duration() throws(ConfigurationProblem) -> Int64 {
        let text = try string()
        guard let milliseconds = DurationText.milliseconds(text) else {
            throw problem("expected a duration such as \"90s\" or \"1h30m\", found \(shown(text))")
        }
        return milliseconds
    }

    /// One of the words of a closed list.
    func choice<Word: CaseIterable>(_ kind: String, _ text: (Word) -> String) throws(ConfigurationProblem) -> Word {
        let written = try string()
        if let found = Word.allCases.first(where: { text($0) == written }) { return found }
        let words = Word.allCases.map(text).joined(separator: ", ")
        throw problem("expected a \(kind), one of \(words); found \(shown(written))")
    }

    /// An absolute path.
    func filePath() throws(ConfigurationProblem) -> String {
        let text = try string()
        guard !text.utf8.contains(0) else { throw problem("a path cannot hold a zero byte") }
        return FilePaths.absolute(text, from: folder)
    }

    /// The value as JSON, parsed if it was said as text.
    func node() throws(ConfigurationProblem) -> JSONNode {
        switch content {
        case .node(let node): return node
        case .text(let text):
            do {
                return try JSONParser.parse(text, limits: .file)
            } catch {
                throw problem("expected JSON: \(error)")
            }
        }
    }

    /// A part of this setting's value, with its own place where the file has one.
    func part(_ node: JSONNode) -> Setting {
        Setting(content: .node(node), origin: origin(at: node.position), folder: folder)
    }

    /// The place within the file; the line and the environment have none.
    func origin(at position: TextPosition) -> SettingOrigin {
        guard case .file(let path, _) = origin else { return origin }
        return .file(path: path, position: position)
    }

    private func shown(_ text: String) -> String { "\"\(SafeText.line(String(text.prefix(100))))\"" }
}
