package import Domain

extension CommandHandlers {
    /// Renews what has the older digest of the same definition, and nothing else: the drift that there was stays.
    package func handle(_ command: RenewDigests) async throws -> Committed<Void> {
        try await unitOfWork.perform { transaction in
            for renewal in command.renewals {
                guard let service = try transaction.services.active(named: renewal.service),
                    service.source == command.source
                else { continue }
                let work = RenewedDigest(renewal, revision: command.revision, transaction)
                try work.renewRuns(of: service.id)
                try work.renew(service)
            }
        }
    }
}

/// One digest and its successor, inside one transaction.
private struct RenewedDigest {
    private let renewal: DigestRenewal
    private let revision: Revision
    private let transaction: any Transaction

    init(_ renewal: DigestRenewal, revision: Revision, _ transaction: any Transaction) {
        self.renewal = renewal
        self.revision = revision
        self.transaction = transaction
    }

    /// Told last: what is shown of a service speaks of what is deployed of it.
    func renew(_ service: Service) throws {
        guard let renewed = service.renewed(renewal, at: revision) else { return }
        try transaction.save(renewed)
        try transaction.record(.serviceUpdated(ServiceUpdated(renewed)))
    }

    /// The last success, the last run, and what waits to run.
    func renewRuns(of service: Service.ID) throws {
        let deployed = try transaction.deployed.find(service)
        if let renewed = deployed?.renewed(renewal) { try transaction.save(renewed) }
        let lastRun = try transaction.deployments.lastRun(of: service)
        for id in Set([deployed?.deployment, lastRun?.deployment].compactMap(\.self)).sorted() {
            if let run = try transaction.deployments.find(id) { try renew(run, at: nil) }
        }
        if let queued = try transaction.deployments.queued(of: service) { try renew(queued, at: revision) }
    }

    private func renew(_ deployment: Deployment, at revision: Revision?) throws {
        guard let order = deployment.order.renewed(renewal, at: revision) else { return }
        try transaction.renew(deployment.id, order)
    }
}
