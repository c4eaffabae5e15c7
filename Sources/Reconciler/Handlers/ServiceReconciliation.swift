internal import Domain

/// Does what the plan says of a service, inside one transaction.
struct ServiceReconciliation {
    let transaction: any Transaction
    let present: RuntimeState.Present
    let now: Instant

    /// Makes the queue say what the plan says now of the service, as it is stored, and keeps what was decided.
    @discardableResult
    func reconcile(_ service: Service) throws -> StartDeployments.Outcome {
        let decision = try decide(service)
        let queue = ServiceQueue(service: service, transaction: transaction, now: now)
        let queued = try queue.apply(decision)
        let isNews = try note(decision, of: service, deployment: queued)
        return StartDeployments.Outcome(
            service: service.name,
            decision: decision,
            sentence: decision.sentence(for: service),
            isNews: isNews,
            queued: queued
        )
    }

    func decide(_ service: Service) throws -> Decision { try PlanReader(transaction, present).decide(service) }

    /// Keeps a decision, if it is another one than the last.
    ///
    /// - Returns: Whether it is.
    @discardableResult
    func note(_ decision: Decision, of service: Service, deployment: Deployment.ID? = nil) throws -> Bool {
        let last = try transaction.decisions.last(of: service.id)
        guard decision.isNews(for: service, after: last) else { return false }
        try transaction.save(
            DecisionRecord(
                id: try transaction.nextIdentifier(DecisionRecord.self),
                service: service.id,
                serviceName: service.name,
                time: now,
                cause: DecisionRecord.Cause(decision, of: service),
                message: decision.sentence(for: service),
                deployment: try deployment ?? decision.running ?? lastRun(behind: decision, of: service),
                accepted: try transaction.sources.find(service.source)?.accepted
            )
        )
        return true
    }

    /// The run whose end led to the decision.
    private func lastRun(behind decision: Decision, of service: Service) throws -> Deployment.ID? {
        switch decision {
        case .hold(.stalled), .hold(.cancelled), .hold(.leftovers), .wait(.backoff):
            try transaction.deployments.lastRun(of: service.id)?.deployment
        case .deploy, .nothing, .wait, .hold: nil
        }
    }
}

extension Decision {
    /// The deployment that the service waits for to end.
    fileprivate var running: Deployment.ID? {
        if case .wait(.running(let deployment)) = self { deployment } else { nil }
    }
}
