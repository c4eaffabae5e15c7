internal import Domain

/// A service as the API shows it.
struct ServiceView {
    let service: Service
    let standing: ServiceStanding
    let last: Deployment?
    /// The steps that the next run is expected to have.
    let steps: [StepDefinition]

    /// Reads everything that is shown of a service.
    init(_ service: Service, in reading: any Reading, _ present: RuntimeState.Present) throws {
        self.service = service
        standing = try PlanReader(reading, present).standing(of: service)
        last = try reading.deployments.last(of: service.id)
        steps = try service.desired.definition.steps ?? LearnedSteps.of(reading.deployments.lastSuccess(of: service.id))
    }

    /// Whether the clock alone changes what is shown.
    var changesWithTime: Bool {
        if case .wait(.backoff) = standing.decision { true } else { false }
    }

    var json: JSONValue {
        let definition = service.desired.definition
        return .members([
            "id": .integer(service.id.number),
            "name": .string(service.name.text),
            "description": .optional(definition.description),
            "source": .string(service.sourceName.text),
            "path": .string(service.desired.folder.text),
            "data": SecretData.masked(definition.data),
            "desired": desired,
            "deployed": .optional(standing.deployed, deployed),
            "sync_status": .string(standing.syncStatus.rawValue),
            "health": .string(standing.health.rawValue),
            "drift": .array(standing.drift.map { .string($0.rawValue) }),
            "problems": .array(problems.map(ProblemView.json)),
            "steps": .array(expectedSteps),
            "depends_on": .array(definition.dependsOn.map { .string($0.text) }),
            "suspended": .bool(service.isSuspended),
            "suspension": .optional(service.suspension, suspension),
            "decision": DecisionView.json(standing.decision, of: service),
            "last_deployment": .optional(last) { DeploymentView.json($0.record, withSteps: false) },
        ])
    }

    private func suspension(_ suspension: Suspension) -> JSONValue {
        .members([
            "user": .optional(suspension.user), "reason": .optional(suspension.reason),
            "at": .string(suspension.at.description),
        ])
    }

    private var desired: JSONValue {
        .members([
            "version": .string(service.version),
            "revision": .string(service.revision.hex),
            "digest": .string(service.desired.digest.hex),
        ])
    }

    private func deployed(_ deployed: DeployedService) -> JSONValue {
        .members([
            "version": .string(deployed.version),
            "revision": .string(deployed.revision.hex),
            "digest": .string(deployed.digest.hex),
            "deployment_id": .integer(deployed.deployment.number),
            "at": .string(deployed.at.description),
            "dirty": .bool(standing.drift.contains(.incomplete)),
        ])
    }

    private var expectedSteps: [JSONValue] {
        steps.map { .members(["name": .string($0.name), "description": .optional($0.description)]) }
    }

    private var problems: [Problem] { service.problems + UnknownDependency.problems(of: service, standing.decision) }
}

/// A definition as it may be shown.
enum SecretData {
    /// The same definition with the values of variables hidden whose name says that they are secrets.
    static func masked(_ data: JSONValue) -> JSONValue {
        guard case .object(var object) = data, case .object(let variables) = object["env"] else { return data }
        let shown = variables.members.map { member in
            SecretName.matches(member.key) && member.value.string != nil
                ? JSONObject.Member(member.key, .string("***")) : member
        }
        object["env"] = .object(JSONObject(shown))
        return .object(object)
    }
}
