package import Domain

/// How far a revision has come, as the API shows it.
enum RevisionView {
    static func json(_ progress: RevisionProgress) -> JSONValue {
        .members([
            "revision": .string(progress.revision.hex),
            "outcome": .string(progress.outcome.rawValue),
            "sources": .array(progress.sources.map(source)),
            "services": .array(progress.services.map(service)),
            "problems": .array(progress.problems.map(ProblemView.json)),
        ])
    }

    private static func source(_ source: RevisionProgress.InSource) -> JSONValue {
        let (state, accepted, held) = parts(source.standing)
        return .members([
            "name": .string(source.name.text),
            "state": .string(state),
            "counts": .bool(source.counts),
            "accepted": .optional(accepted?.hex),
            "held": .optional(held, \.json),
            "failure": .optional(source.failure),
        ])
    }

    private static func parts(_ standing: RevisionStanding) -> (String, Revision?, SourceHold?) {
        switch standing {
        case .notAccepted: ("not_accepted", nil, nil)
        case .held(let hold): ("held", nil, hold)
        case .accepted(let acceptance): ("accepted", acceptance.revision, nil)
        case .rewritten: ("rewritten", nil, nil)
        }
    }

    private static func service(_ service: RevisionProgress.OfService) -> JSONValue {
        .members([
            "service": .string(service.name.text), "state": .string(service.state.rawValue),
            "message": .string(service.message),
        ])
    }
}

extension StatusViews {
    package func revision(_ revision: Revision) async throws -> JSONValue {
        let reader = RevisionReader(store: store, runtimeState: runtimeState, board: board, sources: sources)
        return try await revisions.withPlace { RevisionView.json(try await reader.progress(of: revision)) }
    }
}
