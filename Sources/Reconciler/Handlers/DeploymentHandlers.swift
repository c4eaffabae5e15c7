package import Domain

extension CommandHandlers {
    package func handle(_ command: StartDeployments) async throws -> Committed<[StartDeployments.Outcome]> {
        let (now, present) = (time.now(), runtimeState.present)
        return try await unitOfWork.perform { transaction in
            let reconciliation = ServiceReconciliation(transaction: transaction, present: present, now: now)
            return try command.services.compactMap { id in
                try transaction.services.find(id).map { try reconciliation.reconcile($0) }
            }
        }
    }

    package func handle(_ command: BeginRun) async throws -> Committed<BeginRun.Outcome> {
        let (now, present) = (time.now(), runtimeState.present)
        return try await unitOfWork.perform { transaction in
            var deployment = try transaction.deployment(command.deployment)
            if deployment.state.isFinished { return .superseded }
            try deployment.requireQueued(to: "start")
            guard let service = try transaction.services.find(deployment.order.service) else {
                throw Refusal.unknownService(deployment.order.service)
            }
            let reconciliation = ServiceReconciliation(transaction: transaction, present: present, now: now)
            let decision = try reconciliation.decide(service)
            guard decision.isDeploy, deployment.order.matches(service) else {
                // What takes its place in the queue has to be there at once, or the place would be gone.
                try reconciliation.reconcile(service)
                return .superseded
            }
            let steps = try transaction.expectedSteps(of: service)
            try deployment.start(expecting: steps, ownedBy: command.owner, at: now)
            try transaction.save(&deployment)
            try reconciliation.note(.wait(.running(deployment.id)), of: service)
            try transaction.answerRequest(of: service)
            return .run
        }
    }

    package func handle(_ command: ProcessStep) async throws -> Committed<Void> {
        try await unitOfWork.perform { transaction in
            var deployment = try transaction.deployment(command.deployment)
            guard command.to > deployment.reportOffset else { return }
            guard command.from == deployment.reportOffset else {
                throw Refusal.reportGap(
                    deployment: deployment.id,
                    expected: deployment.reportOffset,
                    found: command.from
                )
            }
            for report in command.reports { try deployment.process(report) }
            deployment.advanceReports(to: command.to)
            try transaction.save(&deployment)
        }
    }

    package func handle(_ command: FinishDeployment) async throws -> Committed<Void> {
        let (now, boot, jitter) = (time.now(), time.sinceBoot(), random.unit())
        return try await unitOfWork.perform { transaction in
            var deployment = try transaction.deployment(command.deployment)
            let outcome = try deployment.finish(command.end, at: now)
            try transaction.save(&deployment)
            guard let service = try transaction.services.find(deployment.order.service), service.lifecycle == .active
            else { return }
            if outcome == .succeeded {
                try transaction.save(DeployedService(deployment, at: command.end.at ?? now))
            }
            guard deployment.order.isSameTry(of: service) else { return }
            let attempts = try transaction.attempts.find(service.id).after(
                outcome,
                policy: service.desired.definition.retry,
                now: boot,
                jitter: jitter
            )
            try transaction.save(attempts, of: service.id)
        }
    }
}

extension Transaction {
    fileprivate func deployment(_ id: Deployment.ID) throws -> Deployment {
        guard let deployment = try deployments.find(id) else { throw Refusal.unknownDeployment(id) }
        return deployment
    }

    /// The steps that the definition declares, or those that a script's last success had.
    fileprivate func expectedSteps(of service: Service) throws -> [StepDefinition] {
        if let declared = service.desired.definition.steps { return declared }
        guard case .script = service.desired.definition.action else { return [] }
        return LearnedSteps.of(try deployments.lastSuccess(of: service.id))
    }

    /// What a person asked for is being carried out.
    fileprivate func answerRequest(of service: Service) throws {
        guard service.request != nil else { return }
        var answered = service
        answered.answer()
        try save(answered)
    }
}
