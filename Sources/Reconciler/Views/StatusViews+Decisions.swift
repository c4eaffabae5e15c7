package import Domain

extension StatusViews {
    package func decisions(
        of name: ServiceName,
        before: DecisionRecord.ID?,
        limit: Int
    ) async throws -> StatusPage? {
        let page: (found: [ExplainedDecision], isKnown: Bool, sequence: Int64) = try await store.read { reading in
            let found = try reading.decisions.page(of: name, before: before, limit: limit + 1)
            let isKnown = try !found.isEmpty || before != nil || reading.services.active(named: name) != nil
            let explained = try found.indices.map { index in
                let earlier = found[(index + 1)...].first { $0.service == found[index].service }
                return try ExplainedDecision(found[index], after: earlier, in: reading)
            }
            return (explained, isKnown, try reading.events.lastSequence())
        }
        guard page.isKnown else { return nil }
        let commits = try await revisions.withPlace { try await self.commits(behind: page.found.prefix(limit)) }
        return StatusPage(
            page.found,
            limit: limit,
            sequence: page.sequence,
            cursor: \.record.id.description,
            json: { DecisionRecordView.json($0, commit: $0.question.flatMap { commits[$0] ?? nil }) }
        )
    }

    /// The commits that led to the decisions, as far as they can be found: those asked for first of so many.
    private func commits(
        behind decisions: ArraySlice<ExplainedDecision>
    ) async throws -> [ExplainedDecision.Question: Commit?] {
        var commits: [ExplainedDecision.Question: Commit?] = [:]
        for question in decisions.lazy.compactMap(\.question) where commits[question] == nil {
            guard commits.count < ExplainedDecision.mostQuestions else { break }
            commits[question] = .some(try await commit(question))
        }
        return commits
    }

    /// Nil where the source cannot tell.
    private func commit(_ question: ExplainedDecision.Question) async throws -> Commit? {
        guard let source = sources.first(where: { $0.isSame(as: question.source) }) else { return nil }
        do {
            return try await source.lastChange(of: question.folders, upTo: question.revision)
        } catch let error where !(error is CancellationError || error is Overload) {
            return nil
        }
    }
}
