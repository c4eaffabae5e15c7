internal import Domain

/// Does what the plan says of a service, inside one transaction.
struct Following {
    let transaction: any Transaction
    let present: Circumstances.Present
    let now: Instant

    /// Makes the queue say what the plan says now of the service, as it is stored.
    @discardableResult
    func follow(_ service: Service) throws -> StartDeployment.Outcome {
        let decision = try PlanReader(transaction, present).decide(service)
        let queue = ServiceQueue(service: service, transaction: transaction, now: now)
        return StartDeployment.Outcome(decision: decision, queued: try queue.follow(decision))
    }
}
