internal import Domain

extension DomainEvent {
    /// What an operator reads of it in the log; nil for what is only for clients of the feed, or is told with who did it.
    var entry: LogEntry? {
        switch self {
        case .deploymentQueued(let event): LogEntry(.debug, "deployment queued", event.deployment.beginning)
        case .deploymentStarted(let event): LogEntry(.info, "deployment started", event.deployment.beginning)
        case .deploymentFinished(let event): LogEntry(.info, "deployment succeeded", event.deployment.end)
        case .deploymentFailed(let event): LogEntry(.warning, "deployment failed", event.deployment.end)
        case .deploymentCancelled(let event): LogEntry(.warning, "deployment cancelled", event.deployment.end)
        case .deploymentSuperseded(let event): LogEntry(.info, "deployment superseded", event.deployment.end)
        case .serviceDeleted(let event): LogEntry(.info, "service removed", event.fields)
        case .sourceRewritten(let event): LogEntry(.warning, "history rewritten", event.fields)
        default: nil
        }
    }
}

extension Deployment.Record {
    private var subject: LogFields {
        [
            "deployment": id, "service": order.serviceName.text, "attempt": order.attempt, "version": order.version,
            "revision": order.revision.hex,
        ]
    }

    fileprivate var beginning: LogFields {
        subject + ["origin": order.origin.rawValue, "user": order.user, "reason": order.reason]
    }

    fileprivate var end: LogFields {
        guard case .finished(let finish) = phase else { return subject }
        let took = finish.started.map { finish.finished.millisecondsSince1970 - $0.millisecondsSince1970 }
        return subject + [
            "state": state.rawValue, "exit_code": finish.exitCode, "duration_ms": took, "reason": finish.message,
        ]
    }
}

extension ServiceDeleted {
    fileprivate var fields: LogFields {
        ["service": service.name.text, "source": service.sourceName.text, "version": service.version]
    }
}

extension SourceRewritten {
    fileprivate var fields: LogFields {
        ["source": source.name.text, "revision": source.accepted?.hex, "before": before.hex]
    }
}
