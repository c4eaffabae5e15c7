/// What to do about content that a run missed although its source has it.
package enum MissingHint {
    /// How many places are named.
    private static let limit = 5

    /// One line; nil if nothing was found.
    ///
    /// - `found`: What the service in `folder` does not cover.
    package static func text(_ found: [UncoveredContent], of folder: RepositoryPath) -> String? {
        guard !found.isEmpty else { return nil }
        let more = found.count > limit ? ["and \(found.count - limit) more"] : []
        return (found.prefix(limit).map { text($0, of: folder) } + more).joined(separator: "; ")
    }

    private static func text(_ content: UncoveredContent, of folder: RepositoryPath) -> String {
        let standing = content.isWhereLooked ? " and not covered" : ", where Ansible does not look"
        return "\(content.place) is in the repository\(standing): \(content.cure(in: folder))"
    }
}

extension UncoveredContent {
    /// What lets the runs of the service in `folder` see it, as the end of a sentence.
    package func cure(in folder: RepositoryPath) -> String {
        guard isWhereLooked else {
            return "let the roles_path of an ansible.cfg above the playbook name \(place.parent ?? .root)"
        }
        return "add \"\(place.written(from: folder))\" to watch in \(folder.appending(DefinitionDecoder.fileName))"
    }
}

extension RunEnd {
    /// The same end, with something behind its message.
    package func adding(_ hint: String) -> RunEnd {
        RunEnd(
            outcome: outcome,
            exitCode: exitCode,
            message: message.map { "\($0); \(hint)" } ?? hint,
            at: at
        )
    }
}
