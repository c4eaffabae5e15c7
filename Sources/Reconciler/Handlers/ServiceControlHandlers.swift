package import Domain

extension CommandHandlers {
    package func handle(_ command: SuspendService) async throws -> Committed<ServiceControlOutcome> {
        let now = time.now()
        let suspension = Suspension(user: command.user, reason: command.reason, at: now)
        return try await change(command.name, now) { service in
            if let known = service.suspension {
                // Whoever gives no reason says nothing that is not said already, and takes none away.
                guard command.reason != nil, !known.says(whatIsSaidBy: suspension) else { return false }
            }
            service.suspend(suspension)
            return true
        }
    }

    package func handle(_ command: ResumeService) async throws -> Committed<ServiceControlOutcome> {
        try await change(command.name, time.now()) { service in
            guard service.suspension != nil else { return false }
            service.resume()
            return true
        }
    }

    /// Changes a service, and does at once what the plan makes of that.
    ///
    /// - `change`: Says whether anything is different.
    private func change(
        _ name: ServiceName,
        _ now: Instant,
        _ change: @Sendable (inout Service) -> Bool
    ) async throws -> Committed<ServiceControlOutcome> {
        let present = runtimeState.present
        return try await unitOfWork.perform { transaction in
            guard var service = try transaction.services.active(named: name) else {
                throw Refusal.noServiceNamed([try AbsentService(name, in: transaction)])
            }
            let hasChanged = change(&service)
            if hasChanged {
                try transaction.save(service)
                try transaction.record(.serviceUpdated(ServiceUpdated(service)))
                try ServiceReconciliation(transaction: transaction, present: present, now: now).reconcile(service)
            }
            return ServiceControlOutcome(
                hasChanged: hasChanged,
                isSuspendedByDefinition: service.desired.definition.suspend,
                affected: try transaction.services.dependants(of: name).map(\.id)
            )
        }
    }
}
