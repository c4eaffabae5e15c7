package import Domain

extension StatusViews {
    package func plan(ref: String?) async throws -> StatusAnswer {
        guard let ref else { return try await presentPlan().answer }
        return try await previews.withPlace { try await preview(ref).answer }
    }

    /// Of a source that was restored from a backup it says what accepting its tip does: until that is done, nothing is.
    private func presentPlan() async throws -> PlanReport {
        let (stamp, present) = (stamp, runtimeState.present)
        let restored = try await restoredTips()
        if restored.isEmpty, let kept = plans.find(stamp) { return try await known(kept) }
        let report = try await store.read { reading in
            let previews = try restored.map { tip in
                let acceptance = try Acceptance(
                    of: tip.state,
                    from: tip.source,
                    in: reading.services,
                    claims: runtimeState.claims(of: tip.source.id),
                    rules: nil,
                    at: present.wallClock
                )
                return (plan: PreviewPlan(acceptance, in: reading, present), problems: acceptance.problems)
            }
            let planned = Set(restored.map(\.source.id))
            let reader = PlanReader(reading, present)
            let services = try reading.services.activeIdentifiers().compactMap(reading.services.find)
            let others = try services.filter { !planned.contains($0.source) }.map {
                PlanItem($0, try reader.standing(of: $0))
            }
            let sources = try reading.sources.all().filter {
                present.configured.contains($0.id) && !planned.contains($0.id)
            }
            return PlanReport(
                revision: nil,
                sources: [],
                items: try previews.flatMap { try $0.plan.items() } + others,
                unattached: previews.flatMap(\.problems) + sources.flatMap(\.problems)
            )
        }
        if restored.isEmpty, !report.items.contains(where: \.changesWithTime) { plans.keep(report, stamp) }
        return try await known(report)
    }

    /// A plan with what is known of each source now, which changes with every poll.
    private func known(_ report: PlanReport) async throws -> PlanReport {
        let stored = try await store.read { try $0.sources.all() }
        var report = report
        report.sources = stored.compactMap { source in
            board.note(of: source.id).map { PlanSource(source, $0) }
        }
        report.held = report.sources.lazy.compactMap(\.held).first
        return report
    }

    /// A revision of a restored source that waits to be accepted.
    private struct Tip: Sendable {
        let source: Source
        let state: DesiredState
    }

    private func restoredTips() async throws -> [Tip] {
        var tips: [Tip] = []
        for stored in try await store.read({ try $0.sources.all().filter { $0.standing == .restored } }) {
            guard let revision = stored.held?.revision,
                let source = sources.first(where: { $0.isSame(as: stored) })
            else { continue }
            if let state = try await state(of: source, at: revision) { tips.append(Tip(source: stored, state: state)) }
        }
        return tips
    }

    /// Nil if it cannot be read now: the plan is then that of a source that is held, and says so.
    private func state(of source: any ConfigurationSource, at revision: Revision) async throws -> DesiredState? {
        do {
            return try await previews.withPlace { try await source.preview(ref: revision.hex) }
        } catch let error where !(error is CancellationError || error is Overload) {
            return nil
        }
    }

    /// The plan of `ref` in the first source that has it.
    private func preview(_ ref: String) async throws -> PlanReport {
        var failures: [String] = []
        for source in sources {
            try Task.checkCancellation()
            do {
                return try await preview(try await source.preview(ref: ref), called: ref, of: source)
            } catch let error where !(error is CancellationError || error is Overload) {
                failures.append("\(source.name): \(error)")
            }
        }
        throw PreviewFailed(ref: ref, failures: failures)
    }

    private func preview(
        _ state: DesiredState,
        called ref: String,
        of source: any ConfigurationSource
    ) async throws -> PlanReport {
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
            let planned = PlanSource(
                name: source.name,
                url: source.url,
                ref: ref,
                revision: state.revision,
                base: stored.accepted,
                phase: .current,
                answered: present.wallClock,
                held: acceptance.hold
            )
            return try PreviewPlan(acceptance, in: reading, present).report(of: planned)
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
    /// How long ago the sources answered changes with every poll.
    fileprivate var answer: StatusAnswer { StatusAnswer(json, changesWithTime: true) }
}

/// No source could show the ref that was asked for.
package struct PreviewFailed: Error, CustomStringConvertible {
    package let ref: String
    package let failures: [String]

    package var description: String {
        "no source has a plan for '\(ref)': \(failures.isEmpty ? "no source is configured" : failures.joined(separator: "; "))"
    }
}
