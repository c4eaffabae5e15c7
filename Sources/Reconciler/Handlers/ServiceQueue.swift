internal import Domain

/// The one place that a service has in the queue, inside one transaction.
struct ServiceQueue {
    let service: Service
    let transaction: any Transaction
    let now: Instant

    /// Makes the queue say what the plan says.
    ///
    /// - Returns: The deployment that waits for a slot now.
    func apply(_ decision: Decision) throws -> Deployment.ID? {
        let queued = try transaction.deployments.queued(of: service.id)
        if decision.isDeploy, let queued, queued.order.matches(service) { return queued.id }
        if let queued { try supersede(queued, because: decision) }
        return decision.isDeploy ? try open(decision, inPlaceOf: queued) : nil
    }

    private func supersede(_ queued: Deployment, because decision: Decision) throws {
        var queued = queued
        let reason =
            decision.isDeploy
            ? "a newer definition takes its place" : "the plan says now: \(decision.sentence(for: service))"
        try queued.supersede(because: reason, at: now)
        try transaction.save(&queued)
    }

    private func open(_ decision: Decision, inPlaceOf superseded: Deployment?) throws -> Deployment.ID {
        let failures = try transaction.attempts.find(service.id).failures
        let order = Deployment.Order(
            service: service,
            origin: service.request != nil ? .sync : failures > 0 ? .retry : .git,
            user: service.request?.user,
            reason: decision.reason,
            attempt: failures + 1
        )
        let id = try transaction.nextIdentifier(Deployment.self)
        var deployment = Deployment.queued(id: id, order: order, inPlaceOf: superseded, at: now)
        try transaction.save(&deployment)
        return id
    }
}

extension Deployment.Order {
    /// Whether this is what the service wants to be deployed now.
    func matches(_ service: Service) -> Bool {
        isSameTry(of: service) && folder == service.desired.folder
    }

    /// Whether the service still has the definition and the digest that this was opened for.
    func isSameTry(of service: Service) -> Bool {
        digest == service.desired.digest && definition == service.desired.definition
    }
}
