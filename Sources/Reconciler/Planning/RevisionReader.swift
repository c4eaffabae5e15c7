internal import Domain

/// Finds out how far a revision has come, from the store and from what the sources know of its descendants.
struct RevisionReader {
    let store: any ReadStore
    let runtimeState: RuntimeState
    let board: SourceBoard
    let sources: [any ConfigurationSource]

    /// How many accepted revisions are compared at once.
    private static let stride = 50

    func progress(of revision: Revision) async throws -> RevisionProgress {
        var found: [Found] = []
        for source in sources { found.append(try await find(revision, in: source)) }
        var services: [RevisionProgress.OfService] = []
        for one in found { services += try await self.services(of: one, waitingFor: revision) }
        return RevisionProgress(
            revision: revision,
            sources: found.map { inSource($0, among: found) },
            services: services.sorted { $0.name < $1.name },
            problems: found.flatMap(\.problems) + services.flatMap(\.problems)
        )
    }

    /// A revision in one source.
    private struct Found {
        let source: any ConfigurationSource
        let row: Source?
        let standing: RevisionStanding

        /// What is still wrong with the files that the revision broke.
        var problems: [Problem] {
            guard case .accepted(let acceptance) = standing else { return [] }
            let broken = Set(acceptance.broken)
            return (row?.problems ?? []).filter { $0.severity == .error && broken.contains($0.path) }
        }

        var isKnown: Bool {
            if case .notAccepted = standing { false } else { true }
        }
    }

    private func find(_ revision: Revision, in source: any ConfigurationSource) async throws -> Found {
        guard let history = try await history(of: source) else {
            return Found(source: source, row: nil, standing: .notAccepted)
        }
        return Found(source: source, row: history.row, standing: try await standing(of: revision, in: source, history))
    }

    /// What is accepted and what ever was.
    ///
    /// Both come from one look at the store: a revision that is accepted between two looks would be among the second
    /// but not in what descends to the first, as if it had been rewritten.
    private struct History {
        let row: Source
        /// Newest first.
        let acceptances: [AcceptedRevision]
    }

    private func history(of source: any ConfigurationSource) async throws -> History? {
        let (name, url, path) = (source.name, source.url, source.path)
        return try await store.read { reading in
            guard let row = try reading.sources.find(name: name, url: url, path: path) else { return nil }
            let acceptances = try reading.acceptances.page(of: row.id, before: nil, limit: AcceptedRevision.kept)
            return History(row: row, acceptances: acceptances)
        }
    }

    private func standing(
        of revision: Revision,
        in source: any ConfigurationSource,
        _ history: History
    ) async throws -> RevisionStanding {
        let (row, acceptances) = (history.row, history.acceptances)
        let tips = [row.accepted, row.held?.revision].compactMap(\.self)
        guard let descendants = try await source.descendants(of: revision, among: tips) else { return .notAccepted }
        if let accepted = row.accepted, descendants.contains(accepted) {
            let first = try await first(of: acceptances, descendingFrom: revision, in: source)
            return .accepted(first ?? .withoutTraces(accepted, of: row.id))
        }
        if let held = row.held, descendants.contains(held.revision) { return .held(held) }
        let ever = try await source.descendants(of: revision, among: acceptances.map(\.revision)) ?? []
        return ever.isEmpty ? .notAccepted : .rewritten
    }

    /// The oldest of those that descend from `revision` without one between them and now that does not; they come
    /// newest first.
    private func first(
        of acceptances: [AcceptedRevision],
        descendingFrom revision: Revision,
        in source: any ConfigurationSource
    ) async throws -> AcceptedRevision? {
        var first: AcceptedRevision?
        for start in Swift.stride(from: 0, to: acceptances.count, by: Self.stride) {
            let part = acceptances[start..<min(start + Self.stride, acceptances.count)]
            let found = try await source.descendants(of: revision, among: part.map(\.revision)) ?? []
            for acceptance in part {
                guard found.contains(acceptance.revision) else { return first }
                first = acceptance
            }
        }
        return first
    }

    /// A source counts that has the revision, or follows the same ref of the same repository as one that has.
    private func inSource(_ one: Found, among all: [Found]) -> RevisionProgress.InSource {
        let counts = all.contains { other in
            other.isKnown && other.source.url == one.source.url && other.source.ref == one.source.ref
        }
        return RevisionProgress.InSource(
            name: one.source.name,
            standing: one.standing,
            counts: counts,
            failure: one.row.flatMap { board.note(of: $0.id)?.failure }
        )
    }

    private func services(
        of one: Found,
        waitingFor revision: Revision
    ) async throws -> [RevisionProgress.OfService] {
        guard case .accepted(let acceptance) = one.standing, !acceptance.services.isEmpty else { return [] }
        let present = runtimeState.present
        let found = try await store.read { reading in
            let reader = PlanReader(reading, present)
            return try acceptance.services.compactMap(reading.services.find).map { service in
                (service, try reading.deployed.find(service.id)?.revision, try reader.decide(service))
            }
        }
        let arrived = try await one.source.descendants(of: revision, among: found.compactMap(\.1)) ?? []
        return found.map { service, deployed, decision in
            let hasArrived = deployed.map(arrived.contains) ?? false
            return RevisionProgress.OfService(service, hasArrived: hasArrived, decision: decision)
        }
    }
}

extension AcceptedRevision {
    /// Of a revision that was accepted so long ago that nothing is kept of it.
    fileprivate static func withoutTraces(_ revision: Revision, of source: Source.ID) -> AcceptedRevision {
        AcceptedRevision(
            id: Identifier(0),
            source: source,
            revision: revision,
            at: Instant(millisecondsSince1970: 0),
            services: [],
            broken: []
        )
    }
}
