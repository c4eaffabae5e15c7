internal import Domain

/// A deployment as the API shows it.
enum DeploymentView {
    /// All that is shown of one, with where its run is.
    static func json(_ deployment: Deployment, owner: RunOwner?) -> JSONValue {
        var members = members(deployment.record)
        members["owner"] = .optional(owner, RunOwnerView.json)
        members["steps"] = steps(deployment.record)
        return .object(members)
    }

    static func json(_ record: Deployment.Record, withSteps: Bool) -> JSONValue {
        var members = members(record)
        if withSteps { members["steps"] = steps(record) }
        return .object(members)
    }

    private static func steps(_ record: Deployment.Record) -> JSONValue {
        .array(record.steps.map { StepView.json($0, of: record.id) })
    }

    private static func members(_ record: Deployment.Record) -> JSONObject {
        let order = record.order
        let times = Times(record.phase)
        return JSONObject([
            .init("id", .integer(record.id.number)),
            .init("service_id", .integer(order.service.number)),
            .init("service", .string(order.serviceName.text)),
            .init("origin", .string(order.origin.rawValue)),
            .init("user", .optional(order.user)),
            .init("reason", .string(order.reason)),
            .init("revision", .string(order.revision.hex)),
            .init("version", .string(order.version)),
            .init("digest", .string(order.digest.hex)),
            .init("state", .string(record.state.rawValue)),
            .init("attempt", .integer(order.attempt)),
            .init("queued", .string(times.queued.description)),
            .init("started", .optional(times.started?.description)),
            .init("finished", .optional(times.finish?.finished.description)),
            .init("exit_code", .optional(times.finish?.exitCode) { .integer($0) }),
            .init("message", .optional(times.finish?.message)),
            .init("context", context(order.definition)),
        ])
    }

    /// What the run is handed, without the values: they may be what nobody should read.
    private static func context(_ definition: ServiceDefinition) -> JSONValue {
        let variables = definition.environment.map { JSONObject.Member($0.name, SecretName.masked($0)) }
        return .members(["env": .object(JSONObject(variables))])
    }

    private struct Times {
        let queued: Instant
        let started: Instant?
        let finish: Deployment.Finish?

        init(_ phase: Deployment.Phase) {
            switch phase {
            case .queued(let at): (queued, started, finish) = (at, nil, nil)
            case .running(let at, let begun): (queued, started, finish) = (at, begun, nil)
            case .finished(let end): (queued, started, finish) = (end.queued, end.started, end)
            }
        }
    }
}

/// A state dir as the API shows it.
enum RunOwnerView {
    static func json(_ owner: RunOwner) -> JSONValue {
        .members(["id": .string(owner.id.text), "host": .string(owner.host), "state_dir": .string(owner.stateDir)])
    }
}

/// A step as the API shows it.
enum StepView {
    static func json(_ step: Step, of deployment: Deployment.ID) -> JSONValue {
        .members([
            "id": .integer(step.id.number),
            "deployment_id": .integer(deployment.number),
            "position": .integer(step.position),
            "name": .string(step.name),
            "description": .optional(step.description),
            "host": .optional(step.host),
            "state": .string(step.state.rawValue),
            "changed": .bool(step.changed),
            "started": .optional(step.started?.description),
            "finished": .optional(step.finished?.description),
            "message": .optional(step.message),
        ])
    }
}
