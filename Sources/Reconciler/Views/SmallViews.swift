internal import Domain

enum ProblemView {
    static func json(_ problem: Problem) -> JSONValue {
        .members([
            "kind": .string(problem.kind.rawValue),
            "severity": .string(problem.severity.rawValue),
            "path": .string(problem.path.text),
            "line": .optional(problem.position?.line) { .integer($0) },
            "column": .optional(problem.position?.column) { .integer($0) },
            "message": .string(problem.message),
        ])
    }
}

enum DecisionView {
    static func json(_ decision: Decision, of service: Service) -> JSONValue {
        .members([
            "decision": .string(decision.word),
            "reason": .string(decision.reason),
            "blocked_by": .array(decision.blockedBy.map { .string($0.text) }),
            "message": .string(decision.sentence(for: service)),
        ])
    }
}

enum DeployedServiceView {
    static func json(_ deployed: DeployedService) -> JSONValue {
        .members([
            "id": .integer(deployed.service.number),
            "service": .string(deployed.serviceName.text),
            "deployment_id": .integer(deployed.deployment.number),
            "version": .string(deployed.version),
            "revision": .string(deployed.revision.hex),
            "digest": .string(deployed.digest.hex),
            "config": SecretData.masked(deployed.config.value),
            "at": .string(deployed.at.description),
        ])
    }
}

enum EventView {
    /// The event with its data as it was when it happened; an unreadable one is shown as null.
    static func json(_ record: EventRecord) throws -> JSONValue {
        .members([
            "seq": .integer(record.seq),
            "time": .string(record.time.description),
            "type": .string(record.type),
            "event": .string(record.event),
            "service": .optional(record.service),
            "deployment_id": .optional(record.deployment) { .integer($0.number) },
            "data": try JSONParser.parse(record.boundedData, limits: .own).value,
        ])
    }
}
