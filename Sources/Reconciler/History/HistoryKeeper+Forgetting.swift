internal import Domain

extension HistoryKeeper {
    /// Everything that is beyond the limits.
    func forget() async throws {
        var old: HistoryPosition?
        if let age = limits.age { old = try await context.commands.send(CountAge(age: age)) }
        for service in try await expendable(old, { try $0.services() }) { try await forgetAll(of: service) }
        try await forgetDeployments(old)
        if let old { try await forget(.decisions(upTo: old.decision)) }
        if let last = try await expendable(old, { try $0.lastEvent() }) { try await forget(.events(upTo: last)) }
        if let last = try await lastEventBeyondBytes() { try await forget(.events(upTo: last)) }
    }

    /// The last event behind which all are within their bytes, but never the last of all; nil if all are.
    private func lastEventBeyondBytes() async throws -> Int64? {
        let store = context.store
        let (first, last) = try await store.read { try ($0.events.firstSequence(), $0.events.lastSequence()) }
        guard first < last else { return nil }
        var book = events
        defer { events = book }
        let surplus = try await book.surplus(of: first...last, over: limits.eventBytes) { range in
            try await store.read { try $0.events.sizes(from: range.lowerBound, through: range.upperBound) }
        }
        return surplus.map { min($0, last - 1) }
    }

    private func expendable<Value: Sendable>(
        _ old: HistoryPosition?,
        _ work: @escaping @Sendable (ExpendableHistory) throws -> Value
    ) async throws -> Value {
        try await context.store.read { [limits] in try work(ExpendableHistory(reading: $0, limits: limits, old: old)) }
    }

    /// Piece after piece, until nothing is left of it.
    private func forget(_ piece: ForgetHistory.Piece) async throws {
        repeat {
            try Task.checkCancellation()
        } while try await context.commands.send(ForgetHistory(piece)) == ForgetHistory.records
    }

    /// Looks at the services in parts, so that no look takes long.
    private func forgetDeployments(_ old: HistoryPosition?) async throws {
        var last: Service.ID?
        repeat {
            let part = try await expendable(old) { [last] expendable in
                let services = try expendable.reading.history.services(after: last, limit: 100)
                let surplus = try services.filter { try !expendable.deployments(of: $0).isEmpty }
                return (last: services.last, surplus: surplus)
            }
            for service in part.surplus {
                try await forgetDeployments(of: service, { try $0.deployments(of: service) }, old) {
                    .deployments($0, of: service)
                }
            }
            last = part.last
        } while last != nil
    }

    /// Forgets a service that has left its repository, with everything that was kept of it.
    private func forgetAll(of service: Service.ID) async throws {
        let all: @Sendable (ExpendableHistory) throws -> [Deployment.ID] = { expendable in
            try expendable.reading.history.finished(of: service, beyond: 0, limit: ForgetHistory.deployments)
        }
        try await forgetDeployments(of: service, all, nil) { .remains($0, of: service) }
        _ = try await context.commands.send(ForgetHistory(.service(service)))
    }

    /// Forgets what `find` finds, with its outputs, until that is nothing, or the store keeps it.
    private func forgetDeployments(
        of service: Service.ID,
        _ find: @escaping @Sendable (ExpendableHistory) throws -> [Deployment.ID],
        _ old: HistoryPosition?,
        _ piece: ([Deployment.ID]) -> ForgetHistory.Piece
    ) async throws {
        while true {
            let found = try await expendable(old, find)
            var gone: [Deployment.ID] = []
            for deployment in found where try await takeDown(deployment) { gone.append(deployment) }
            guard !gone.isEmpty, try await context.commands.send(ForgetHistory(piece(gone))) > 0 else { return }
        }
    }
}
