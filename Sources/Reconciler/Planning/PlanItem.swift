package import Domain

/// One line of a plan: a service, what is done about it, and why.
package struct PlanItem: Sendable {
    package let name: ServiceName
    package let decision: Decision
    /// As the API names it; `removed` for a service that leaves.
    package let drift: [String]
    /// The version that is deployed.
    package let before: String?
    /// The version that is desired; nil for a service that leaves.
    package let after: String?
    package let digest: Digest
    package let dependsOn: [ServiceName]
    /// What is wrong with it.
    package let problems: [Problem]

    init(_ service: Service, _ standing: ServiceStanding) {
        self.init(
            service,
            decision: standing.decision,
            drift: standing.drift,
            deployedVersion: standing.deployed?.version
        )
    }

    init(_ service: Service, decision: Decision, drift: [Drift], deployedVersion: String?) {
        name = service.name
        self.decision = decision
        self.drift = drift.map(\.rawValue)
        before = deployedVersion
        after = service.version
        digest = service.desired.digest
        dependsOn = service.desired.definition.dependsOn
        problems = service.problems + UnknownDependency.problems(of: service, decision)
    }

    /// The line of a service that leaves its repository.
    init(leaving service: Service, deployedVersion: String?) {
        name = service.name
        decision = .nothing(.removed)
        drift = ["removed"]
        before = deployedVersion
        after = nil
        digest = service.desired.digest
        dependsOn = service.desired.definition.dependsOn
        problems = []
    }

    /// Whether something differs for this service.
    package var isChange: Bool { decision.isDeploy || !drift.isEmpty }

    /// Whether the clock alone changes what is shown.
    var changesWithTime: Bool {
        if case .wait(.backoff) = decision { true } else { false }
    }

    package var json: JSONValue {
        .members([
            "service": .string(name.text),
            "decision": .string(decision.word),
            "reason": .string(decision.reason),
            "message": .string(decision.sentence),
            "blocked_by": .array(decision.blockedBy.map { .string($0.text) }),
            "drift": .array(drift.map(JSONValue.string)),
            "deployed_version": .optional(before),
            "desired_version": .optional(after),
            "digest": .string(digest.hex),
            "depends_on": .array(dependsOn.map { .string($0.text) }),
        ])
    }
}

/// What would be done about every service, in the order in which it would be done.
package struct PlanReport: Sendable {
    /// The revision that is planned; nil for the present desired state of all sources.
    package let revision: Revision?
    /// Why nothing of it happens before a person accepts it; nil if it does.
    package let held: SourceHold?
    package let items: [PlanItem]
    package let problems: [Problem]

    package init(revision: Revision?, held: SourceHold? = nil, items: [PlanItem], problems: [Problem]) {
        self.revision = revision
        self.held = held
        let byName = Dictionary(items.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let order = DependencySort.sort(items.map(\.name), dependencies: byName.mapValues(\.dependsOn))
        self.items = order.compactMap { byName[$0] }
        self.problems = problems
    }

    package var changes: Int { items.count(where: \.isChange) }

    package var json: JSONValue {
        .members([
            "revision": .optional(revision?.hex),
            "held": held?.json ?? .null,
            "changes": .integer(changes),
            "items": .array(items.map(\.json)),
            "problems": .array(problems.map(ProblemView.json)),
        ])
    }
}
