internal import Domain
internal import GitSource

/// Proposals as the repository would have them.
struct ProposalReview {
    /// One proposal, and what it would come to.
    struct Item {
        let proposal: Proposal
        /// What its digest would cover besides its own folder; nil for one with problems.
        let covered: [RepositoryPath]?
        let problems: [Problem]
    }

    let items: [Item]
    /// What could not be looked at.
    let remarks: [Problem]

    /// Completes the proposals with what their playbooks name, where Ansible is installed to read them.
    static func of(
        _ proposals: [Proposal],
        in repository: LocalRepository,
        _ environment: [String: String]
    ) async throws -> ProposalReview {
        let first = try await repository.workingTree(with: files(proposals))
        let outcome = try await PlaybookReview.outcome(of: first, in: repository, environment)
        let named = Dictionary(grouping: outcome.gaps.filter(\.isFound), by: { $0.service.folder })
        let completed = proposals.map { proposal in
            var completed = proposal
            completed.watch = Array(Set((named[proposal.folder] ?? []).map(\.target))).sorted()
            return completed
        }
        let state = try await repository.workingTree(with: files(completed))
        var items: [Item] = []
        for proposal in completed { items.append(try await item(proposal, of: state, in: repository)) }
        let own = Set(proposals.map(\.folder))
        let lost = outcome.gaps.filter { !$0.isFound && own.contains($0.service.folder) }.map(\.problem)
        return ProposalReview(items: items, remarks: outcome.unseen + lost)
    }

    private static func files(_ proposals: [Proposal]) -> [RepositoryPath: [UInt8]] {
        Dictionary(proposals.map { ($0.place, $0.bytes) }) { $1 }
    }

    private static func item(
        _ proposal: Proposal,
        of state: DesiredState,
        in repository: LocalRepository
    ) async throws -> Item {
        guard let desired = state.definitions.valid(in: proposal.folder) else {
            let problems = state.definitions[proposal.folder]?.problems ?? []
            return Item(proposal: proposal, covered: nil, problems: problems)
        }
        return Item(proposal: proposal, covered: try await repository.coverage(of: desired).places, problems: [])
    }
}
