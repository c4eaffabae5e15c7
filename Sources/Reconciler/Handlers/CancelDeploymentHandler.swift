package import Domain

extension CommandHandlers {
    package func handle(_ command: CancelDeployment) async throws -> Committed<CancelDeployment.Outcome> {
        let (cancellation, boot) = (Cancellation(user: command.user, at: time.now()), time.sinceBoot())
        return try await unitOfWork.perform { transaction in
            guard var deployment = try transaction.deployments.find(command.deployment) else {
                throw Refusal.unknownDeployment(command.deployment)
            }
            let state = deployment.state
            guard !state.isFinished else { throw Refusal.alreadyEnded(deployment.id, state) }
            guard deployment.cancellation == nil else { return .running }
            try deployment.cancel(cancellation)
            try transaction.save(&deployment)
            guard state == .queued else { return .running }
            try transaction.stall(deployment, at: boot)
            return .ended
        }
    }
}

extension Transaction {
    /// Nobody tries again what a person has cancelled, and what the deployment was asked for with is answered.
    fileprivate func stall(_ deployment: Deployment, at boot: BootMoment) throws {
        guard var service = try services.find(deployment.order.service), service.lifecycle == .active else { return }
        if service.request != nil {
            service.answer()
            try save(service)
        }
        guard deployment.order.isSameTry(of: service) else { return }
        let policy = service.desired.definition.retry
        let stalled = try attempts.find(service.id).after(.cancelled, policy: policy, now: boot, jitter: 0)
        try save(stalled, of: service.id)
    }
}
