/// What a run looked for and did not find, as Ansible's and scripts' messages say it.
package enum MissingContent: Hashable, Sendable {
    /// A file or folder below the run's export, which has the repository's paths.
    case exported(RepositoryPath)
    /// A path from wherever the run was.
    case relative(String)
    /// A role, by its name.
    case role(String)

    /// The folder of a run's files, whose place is in what the run says of them.
    package static let exportFolder = "export"

    /// How much is taken from a run's messages.
    private static let limit = 50
    private static let signs = [
        "Could not find or access", "No such file or directory", "not found", "does not exist",
        "Unable to retrieve file", "can't open", "cannot open", "could not be found", "could not locate",
        "Unable to find",
    ]

    /// What the messages of a run say that it missed; nothing of those that speak of something else.
    package static func named(in messages: [String]) -> [MissingContent] {
        var found: [MissingContent] = []
        for message in messages where signs.contains(where: message.contains) {
            for one in roles(in: message) + words(of: message).flatMap(paths) where !found.contains(one) {
                found.append(one)
                guard found.count < limit else { return found }
            }
        }
        return found
    }

    /// `the role 'NAME' was not found in FOLDER:FOLDER`, with NAME in each of the folders.
    private static func roles(in message: String) -> [MissingContent] {
        guard let begin = message.firstRange(of: "the role '") else { return [] }
        let rest = message[begin.upperBound...]
        guard let end = rest.firstRange(of: "' was not found in ") else { return [] }
        let name = String(rest[..<end.lowerBound])
        let folders = rest[end.upperBound...].prefix { !$0.isWhitespace && $0 != ";" }.split(separator: ":")
        return folders.prefix(limit).flatMap { paths("\($0)/\(name)") } + [.role(name)]
    }

    /// What stands in quotes, and what looks like a path.
    private static func words(of message: String) -> [String] {
        let quoted = ["'", "\""].flatMap { mark in
            message.split(separator: mark, maxSplits: 2 * limit, omittingEmptySubsequences: false).enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
        }
        let plain = message.split(whereSeparator: { $0.isWhitespace || marks.contains($0) }).map(String.init)
        return quoted + plain.filter { $0.contains("/") }.map { $0.trimmed(":,.") } + files(of: message)
    }

    /// `file NAME was not found`, `file NAME does not exist`: a name without a folder and without quotes.
    private static func files(of message: String) -> [String] {
        let words = message.split(whereSeparator: \.isWhitespace)
        return zip(words, zip(words.dropFirst(), words.dropFirst(2))).compactMap { before, words in
            before == "file" && ["was", "does"].contains(words.1) ? String(words.0) : nil
        }
    }

    private static let marks: Set<Character> = ["'", "\"", ";", "(", ")"]

    /// Every place that a word can be.
    private static func paths(_ word: String) -> [MissingContent] {
        guard !word.isEmpty, word.utf8.count <= 4_096, !word.contains("://") else { return [] }
        guard word.hasPrefix("/") else { return [.relative(word)] }
        return word.ranges(of: "/\(exportFolder)/").reversed().compactMap { range in
            RepositoryPath(String(word[range.upperBound...])).map(MissingContent.exported)
        }
    }
}

/// Something of a source that a run missed and that its service does not cover.
package struct UncoveredContent: Hashable, Sendable {
    package let place: RepositoryPath
    /// Whether the run looked for it there: a role may be somewhere else.
    package let isWhereLooked: Bool

    package init(place: RepositoryPath, isWhereLooked: Bool) {
        (self.place, self.isWhereLooked) = (place, isWhereLooked)
    }
}

extension String {
    /// Without these characters at its end.
    fileprivate func trimmed(_ marks: String) -> String {
        String(self[..<(lastIndex { !marks.contains($0) }.map(index(after:)) ?? startIndex)])
    }
}
