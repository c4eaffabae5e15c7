internal import Domain

/// Proposals as people and programs read them.
enum ProposalText {
    /// Each file with what is in it and what it covers.
    static func text(_ review: ProposalReview) -> String { review.items.map(text).joined(separator: "\n") }

    private static func text(_ item: ProposalReview.Item) -> String {
        let definition = item.proposal.definition.text(.pretty).split(separator: "\n").map { "  \($0)\n" }.joined()
        let covered = (item.covered ?? []).map { "    \(SafeText.line($0.description))\n" }.joined()
        let problems = item.problems.map { "  \(SafeText.line($0.description))\n" }.joined()
        let covers = item.covered == nil ? "" : "  covers:\n\(covered)"
        return "\(SafeText.line(item.proposal.place.text))\n\(definition)\(covers)\(problems)"
    }

    /// The same as JSON; `written` are the places of the files that were written.
    static func json(_ review: ProposalReview, _ proposals: Proposals, written: [RepositoryPath]) -> JSONValue {
        .members([
            "services": .array(review.items.map(json)),
            "imported": .array(proposals.imported.map { .string($0.text) }),
            "written": .array(written.map { .string($0.text) }),
        ])
    }

    private static func json(_ item: ProposalReview.Item) -> JSONValue {
        .members([
            "path": .string(item.proposal.place.text), "definition": item.proposal.definition,
            "covers": .array((item.covered ?? []).map { .string($0.text) }),
            "problems": .array(item.problems.map { .string($0.description) }),
        ])
    }
}
