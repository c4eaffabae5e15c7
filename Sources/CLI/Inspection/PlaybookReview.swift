internal import Domain
internal import Execution
internal import GitSource

/// What the playbooks of a repository on this machine name literally, and what of it their services do not cover.
enum PlaybookReview {
    /// Something that is named and not covered.
    struct Gap: Hashable {
        let service: DesiredService
        /// Where it is named.
        let file: RepositoryPath
        let position: TextPosition
        /// What is named.
        let target: RepositoryPath
        /// Whether Ansible finds it there: a role of the name may be where Ansible does not look.
        let isFound: Bool
    }

    /// What a review came to.
    struct Outcome {
        var gaps: [Gap] = []
        /// What could not be looked at, and why.
        var unseen: [Problem] = []
    }

    /// So many services are looked at.
    private static let limit = 2_000

    /// A warning for each gap in what the valid definitions of `state` cover, and for what could not be looked at.
    static func problems(
        of state: DesiredState,
        in repository: LocalRepository,
        _ environment: [String: String]
    ) async throws -> [Problem] {
        let outcome = try await outcome(of: state, in: repository, environment)
        return outcome.gaps.map(\.problem) + outcome.unseen
    }

    /// The gaps in what the valid definitions of `state` cover.
    static func outcome(
        of state: DesiredState,
        in repository: LocalRepository,
        _ environment: [String: String]
    ) async throws -> Outcome {
        let services = services(of: state, below: repository.path)
        guard let first = services.first else { return Outcome() }
        let all = Array(services.prefix(limit))
        do {
            let answer = try await PlaybookReferences.find(in: all.map(\.playbook), environment: environment) {
                try await repository.outline(into: $0)
            }
            switch answer {
            case .noAnsible:
                return Outcome(unseen: [unseen(first.place, "no Ansible is installed here that could read them")])
            case .failed(let reason): return Outcome(unseen: [unseen(first.place, reason)])
            case .found(let references, let broken):
                return Outcome(
                    gaps: try await gaps(references, of: all.map(\.desired), in: repository),
                    unseen: broken.map { unread($0, below: repository.path) } + excess(services)
                )
            }
        } catch let failure as SourceFailure {
            return Outcome(unseen: [unseen(first.place, "\(failure)")])
        }
    }

    private struct Reviewed {
        let desired: DesiredService
        /// The playbook in the repository.
        let place: RepositoryPath
        let playbook: PlaybookReferences.Playbook
    }

    private static func services(of state: DesiredState, below base: RepositoryPath) -> [Reviewed] {
        state.definitions.files.keys.sorted().compactMap { folder in
            guard let desired = state.definitions.valid(in: folder),
                case .playbook(let playbook) = desired.definition.action,
                let place = folder.resolving(playbook.path, within: base)
            else { return nil }
            let named = PlaybookReferences.Playbook(path: place.below(base), folder: folder.below(base))
            return Reviewed(desired: desired, place: place, playbook: named)
        }
    }

    private static func gaps(
        _ references: [PlaybookReferences.Reference],
        of services: [DesiredService],
        in repository: LocalRepository
    ) async throws -> [Gap] {
        var gaps: [Gap] = []
        let byService = Dictionary(grouping: references, by: \.playbook)
        for (index, service) in services.enumerated() {
            let named = (byService[index] ?? []).map { gap($0, of: service, below: repository.path) }
            guard !named.isEmpty else { continue }
            let coverage = try await repository.coverage(of: service, asked: named.map(\.target))
            gaps += outermost(named.filter { coverage.lacks($0.target) })
        }
        return gaps
    }

    private static func gap(
        _ reference: PlaybookReferences.Reference,
        of service: DesiredService,
        below base: RepositoryPath
    ) -> Gap {
        Gap(
            service: service,
            file: base.appending(reference.file),
            position: reference.position,
            target: base.appending(reference.target),
            isFound: reference.isFound
        )
    }

    /// Without what lies in something else that is missing.
    private static func outermost(_ gaps: [Gap]) -> [Gap] {
        let targets = Set(gaps.map(\.target))
        return gaps.filter { gap in
            !gap.target.components.indices.dropFirst().contains { count in
                targets.contains(RepositoryPath(components: Array(gap.target.components.prefix(count))))
            }
        }
    }

    private static func unseen(_ place: RepositoryPath, _ reason: String) -> Problem {
        let message = "what playbooks name is not looked at: \(reason)"
        return Problem(.notCovered, path: place, message: message, severity: .warning)
    }

    private static func unread(_ unread: PlaybookReferences.Unread, below base: RepositoryPath) -> Problem {
        let message = "what it names is not looked at, because it cannot be read: \(unread.what)"
        return Problem(.notCovered, path: base.appending(unread.file), message: message, severity: .warning)
    }

    private static func excess(_ services: [Reviewed]) -> [Problem] {
        guard services.count > limit else { return [] }
        return [unseen(services[limit].place, "only the playbooks of \(limit) services are")]
    }
}

extension PlaybookReview.Gap {
    /// With what to do about it.
    var problem: Problem {
        let definition = service.folder.appending(DefinitionDecoder.fileName)
        let why = isFound ? "" : "Ansible does not look there for \(definition); "
        let cure = why + UncoveredContent(place: target, isWhereLooked: isFound).cure(in: service.folder)
        return Problem(
            .notCovered,
            path: file,
            position: position,
            message: "\(target) is named here and not covered: \(cure)",
            severity: .warning
        )
    }
}

extension RepositoryPath {
    fileprivate func appending(_ path: RepositoryPath) -> RepositoryPath {
        RepositoryPath(components: components + path.components)
    }
}
