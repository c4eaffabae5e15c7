package import Domain

/// A request to the daemon as the API shows it.
enum RequestView {
    static func json(_ request: ControlRequest) -> JSONValue {
        let end = End(request.phase)
        return .members([
            "id": .integer(request.id.number),
            "kind": .string(request.kind.rawValue),
            "user": .optional(request.user),
            "source": .optional(request.source?.text),
            "state": .string(request.state.rawValue),
            "received": .string(request.received.description),
            "finished": .optional(end.at?.description),
            "message": .optional(end.message),
            "sources": .array((end.report?.sources ?? []).map(\.json)),
            "services": .array((end.report?.services ?? []).map { .string($0.text) }),
        ])
    }

    private struct End {
        let at: Instant?
        let message: String?
        let report: SyncReport?

        init(_ phase: ControlRequest.Phase) {
            switch phase {
            case .underWay: (at, message, report) = (nil, nil, nil)
            case .done(let found, let end): (at, message, report) = (end, nil, found)
            case .failed(let reason, let end): (at, message, report) = (end, reason, nil)
            }
        }
    }
}

extension StatusViews {
    package func request(_ id: ControlRequest.ID) async -> JSONValue? { requests.find(id).map(RequestView.json) }
}
