package import Domain

extension StatusViews {
    package func plan(ref: String?) async throws -> StatusAnswer {
        guard let ref else { return try await presentPlan().answer }
        return try await previews.withPlace { try await preview(ref).answer }
    }

    private func presentPlan() async throws -> PlanReport {
        let present = circumstances.present
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
        let present = circumstances.present
        return try await store.read { reading in
            let known = try reading.sources.find(name: source.name, url: source.url, path: source.path)
            return try PreviewPlan(state, of: known?.id ?? Identifier(0), in: reading, present).report()
        }
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
