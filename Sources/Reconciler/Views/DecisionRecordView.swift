internal import Domain

/// A decision that was kept, as the API shows it.
enum DecisionRecordView {
    /// - `commit`: The one that led to it; nil if it cannot be found.
    static func json(_ decision: ExplainedDecision, commit: Commit?) -> JSONValue {
        let (record, cause) = (decision.record, decision.record.cause)
        return .members([
            "seq": .integer(record.id.number),
            "time": .string(record.time.description),
            "service": .string(record.serviceName.text),
            "decision": .string(cause.decision),
            "reason": .string(cause.reason),
            "message": .string(record.message),
            "revision": .string(decision.revision.hex),
            "digest": .string(cause.digest.hex),
            "commits": .array([.string((commit?.revision ?? decision.revision).hex)]),
            "commit": .optional(commit, \.json),
            "blocked_by": .array(cause.blockedBy.map { .string($0.text) }),
            "deployment_id": .optional(record.deployment) { .integer($0.number) },
            "failure": .optional(decision.failed, FailureView.json),
        ])
    }
}

/// Why a run failed, as the API shows it.
enum FailureView {
    /// The step that failed last, and where, if one did; else what is known of the run as a whole.
    static func json(_ deployment: Deployment) -> JSONValue {
        let record = deployment.record
        let step = record.steps.last { $0.state == .failure }
        return .members([
            "deployment_id": .integer(record.id.number),
            "state": .string(record.state.rawValue),
            "step": .optional(step?.name),
            "host": .optional(step?.host),
            "message": .optional(step?.message ?? finish(record)?.message),
        ])
    }

    private static func finish(_ record: Deployment.Record) -> Deployment.Finish? {
        guard case .finished(let finish) = record.phase else { return nil }
        return finish
    }
}
