internal import Domain

/// A decision that was kept, as the API shows it.
enum DecisionRecordView {
    static func json(_ record: DecisionRecord) -> JSONValue {
        let cause = record.cause
        return .members([
            "seq": .integer(record.id.number),
            "time": .string(record.time.description),
            "service": .string(record.serviceName.text),
            "decision": .string(cause.decision),
            "reason": .string(cause.reason),
            "message": .string(record.message),
            "revision": .string(cause.revision.hex),
            "digest": .string(cause.digest.hex),
            "commits": .array([.string(cause.revision.hex)]),
            "blocked_by": .array(cause.blockedBy.map { .string($0.text) }),
            "deployment_id": .optional(record.deployment) { .integer($0.number) },
        ])
    }
}
