package import Domain

/// What would be done about every service, in the order in which it would be done.
package struct PlanReport: Sendable {
    /// The revision that is planned; nil for the present desired state of all sources.
    package let revision: Revision?
    /// Why nothing of it happens before a person accepts it; nil if it does.
    package var held: SourceHold?
    /// What was planned, and how well that is known.
    package var sources: [PlanSource]
    package let items: [PlanItem]
    package let problems: [Problem]
    /// The problems that no service has.
    private let unattached: [Problem]

    /// - `unattached`: The problems that no service has; those of the items come to them.
    package init(
        revision: Revision?,
        held: SourceHold? = nil,
        sources: [PlanSource],
        items: [PlanItem],
        unattached: [Problem]
    ) {
        self.revision = revision
        self.held = held
        self.sources = sources
        let byName = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let order = DependencySort.sort(items.map(\.name), dependencies: byName.mapValues(\.dependsOn))
        self.items = order.compactMap { byName[$0] }
        self.unattached = unattached
        problems = unattached + items.flatMap(\.problems)
    }

    package var changes: Int { items.count(where: \.isChange) }

    /// Of what nobody can say what would be done.
    package var unknown: [PlanUnknown] {
        let broken = unattached.filter { $0.severity == .error }.map {
            PlanUnknown(.definition, $0.path.text, reason: $0.kind.rawValue, message: $0.message)
        }
        return sources.compactMap(\.doubt) + items.compactMap(\.doubt) + broken
    }

    /// Whether everything was looked at, and nothing is to be done.
    package var isInSync: Bool { changes == 0 && held == nil && unknown.isEmpty }

    package var json: JSONValue {
        .members([
            "revision": .optional(revision?.hex),
            "held": held?.json ?? .null,
            "in_sync": .bool(isInSync),
            "changes": .integer(changes),
            "sources": .array(sources.map(\.json)),
            "unknown": .array(unknown.map(\.json)),
            "items": .array(items.map(\.json)),
            "problems": .array(problems.map(ProblemView.json)),
        ])
    }
}
