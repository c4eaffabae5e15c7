package import Domain

extension StatusViews {
    package func decisions(
        of name: ServiceName,
        before: DecisionRecord.ID?,
        limit: Int
    ) async throws -> StatusPage? {
        try await store.read { reading in
            let found = try reading.decisions.page(of: name, before: before, limit: limit + 1)
            let isKnown = try !found.isEmpty || before != nil || reading.services.active(named: name) != nil
            guard isKnown else { return nil }
            return StatusPage(
                found,
                limit: limit,
                sequence: try reading.events.lastSequence(),
                cursor: \.id.description,
                json: DecisionRecordView.json
            )
        }
    }
}
