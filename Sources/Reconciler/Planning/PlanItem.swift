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
    /// The decision for people.
    package let message: String

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
        message = decision.sentence(for: service)
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
        message = decision.sentence(for: service)
    }

    /// Whether something differs for this service.
    package var isChange: Bool { decision.isDeploy || !drift.isEmpty }

    /// Why nobody can say what is to be done about it; nil if that is known.
    var doubt: PlanUnknown? {
        guard decision.isOfTheUnknown, decision != .nothing(.removed) else { return nil }
        return PlanUnknown(.service, name.text, reason: decision.reason, message: message)
    }

    /// Whether the clock alone changes what is shown.
    var changesWithTime: Bool {
        if case .wait(.backoff) = decision { true } else { false }
    }

    package var json: JSONValue {
        .members([
            "service": .string(name.text),
            "decision": .string(decision.word),
            "reason": .string(decision.reason),
            "message": .string(message),
            "blocked_by": .array(decision.blockedBy.map { .string($0.text) }),
            "drift": .array(drift.map(JSONValue.string)),
            "deployed_version": .optional(before),
            "desired_version": .optional(after),
            "digest": .string(digest.hex),
            "depends_on": .array(dependsOn.map { .string($0.text) }),
        ])
    }
}
