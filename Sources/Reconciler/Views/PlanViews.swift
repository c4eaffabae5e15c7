package import Domain

extension StatusViews {
    package func plan(ref: String?) async throws -> StatusAnswer {
        guard let ref else { return try await presentPlan().answer }
        return try await previews.withPlace { try await preview(ref).answer }
    }

    private func presentPlan() async throws -> PlanReport {
        let present = runtimeState.present
        return try await store.read { reading in
            let reader = PlanReader(reading, present)
            let services = try reading.services.activeIdentifiers().compactMap(reading.services.find)
            let items = try services.map { PlanItem($0, try reader.standing(of: $0)) }
            let unattached = try reading.sources.all().filter { present.configured.contains($0.id) }.flatMap(\.problems)
            return PlanReport(revision: nil, items: items, problems: unattached + items.flatMap(\.problems))
        }
    }

    /// The plan of `ref` in the first source that has it.
    private func preview(_ ref: String) async throws -> PlanReport {
        var failures: [String] = []
        for source in sources {
            try Task.checkCancellation()
            do {
                return try await preview(try await source.preview(ref: ref), of: source)
            } catch let error where !(error is CancellationError || error is Overload) {
                failures.append("\(source.name): \(error)")
            }
        }
        throw PreviewFailed(ref: ref, failures: failures)
    }

    private func preview(_ state: DesiredState, of source: any ConfigurationSource) async throws -> PlanReport {
        let state = try await state.related(to: try await stored(source).accepted, in: source)
        let present = runtimeState.present
        let rules = rules[source.name] ?? HoldRules()
        return try await store.read { reading in
            let stored = try reading.sources.stored(source)
            let acceptance = try Acceptance(
                of: state,
                from: stored,
                in: reading.services,
                claims: runtimeState.claims(of: stored.id),
                rules: rules,
                at: present.wallClock
            )
            return try PreviewPlan(acceptance, in: reading, present).report()
        }
    }

    private func stored(_ source: any ConfigurationSource) async throws -> Source {
        try await store.read { try $0.sources.stored(source) }
    }
}

extension SourceReading {
    /// The source as the store has it; one that it does not know has the number 0, which it never gives out.
    fileprivate func stored(_ source: any ConfigurationSource) throws -> Source {
        try find(name: source.name, url: source.url, path: source.path)
            ?? Source(id: Identifier(0), name: source.name, url: source.url, path: source.path)
    }
}

extension DesiredState {
    /// The same with its relation to the accepted revision, as a poll would find it.
    fileprivate func related(
        to accepted: Revision?,
        in source: any ConfigurationSource
    ) async throws -> DesiredState {
        DesiredState(
            source: self.source,
            revision: revision,
            definitions: definitions,
            changes: changes,
            ancestry: try await ancestry(of: revision, after: accepted, in: source)
        )
    }

    private func ancestry(
        of revision: Revision,
        after accepted: Revision?,
        in source: any ConfigurationSource
    ) async throws -> Ancestry {
        // A greater version is no rewrite, wherever it is.
        guard let accepted, !source.followsVersions else { return .unrelated }
        guard accepted != revision else { return .descends }
        let descendants = try await source.descendants(of: accepted, among: [revision])
        return descendants?.contains(revision) == true ? .descends : .rewritten
    }
}

extension PlanReport {
    fileprivate var answer: StatusAnswer {
        StatusAnswer(json, changesWithTime: items.contains(where: \.changesWithTime))
    }
}

/// No source could show the ref that was asked for.
package struct PreviewFailed: Error, CustomStringConvertible {
    package let ref: String
    package let failures: [String]

    package var description: String {
        "no source has a plan for '\(ref)': \(failures.isEmpty ? "no source is configured" : failures.joined(separator: "; "))"
    }
}
