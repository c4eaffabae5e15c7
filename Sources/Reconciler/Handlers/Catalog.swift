internal import Domain

/// The catalogue of services inside one transaction.
struct Catalog {
    let transaction: any Transaction
    private let now: Instant

    init(_ transaction: any Transaction, now: Instant) {
        self.transaction = transaction
        self.now = now
    }

    func create(_ command: CreateService) throws -> Service {
        guard let source = try transaction.sources.find(command.source) else {
            throw Refusal.unknownSource(command.source)
        }
        let service = Service(
            id: try transaction.nextIdentifier(Service.self),
            source: source.id,
            sourceName: source.name,
            desired: command.desired,
            revision: command.revision,
            problems: command.problems
        )
        try transaction.save(service)
        try transaction.record(.serviceCreated(ServiceCreated(service)))
        return service
    }

    /// Brings a service up to date, and says whether anything was different.
    func update(_ command: UpdateService) throws -> Bool {
        var service = try find(command.service)
        let before = service
        if let desired = command.desired, desired != before.desired {
            try take(desired, command, into: &service)
        } else {
            service.mark(problems: command.problems)
        }
        guard service != before else { return false }
        try transaction.save(service)
        if service.isShownDifferently(from: before) { try transaction.record(.serviceUpdated(ServiceUpdated(service))) }
        return true
    }

    /// Another definition or another content forgets what failed; another folder or another line does not.
    private func take(_ desired: DesiredService, _ command: UpdateService, into service: inout Service) throws {
        let before = service.desired
        let isNew = desired.definition != before.definition || desired.digest != before.digest
        let revision = isNew || desired.folder != before.folder ? command.revision : service.revision
        service.take(desired, at: revision, problems: command.problems)
        guard isNew else { return }
        try transaction.save(Attempts.none, of: service.id)
        if service.request?.force == false { service.answer() }
    }

    func delete(_ command: DeleteService) throws -> Service {
        var service = try find(command.service)
        service.remove()
        try transaction.save(service)
        try transaction.retireDeployed(of: service.id)
        try transaction.save(Attempts.none, of: service.id)
        if var queued = try transaction.deployments.queued(of: service.id) {
            try queued.supersede(because: "the service has left the repository", at: now)
            try transaction.save(&queued)
        }
        try transaction.record(.serviceDeleted(ServiceDeleted(service)))
        return service
    }

    private func find(_ id: Service.ID) throws -> Service {
        guard let service = try transaction.services.find(id) else { throw Refusal.unknownService(id) }
        return service
    }
}

extension Service {
    fileprivate func isShownDifferently(from other: Service) -> Bool {
        desired.definition != other.desired.definition || desired.digest != other.desired.digest
            || desired.folder != other.desired.folder || problems != other.problems
    }
}
