internal import Domain

/// The catalogue of services inside one transaction.
struct Catalog {
    let transaction: any Transaction
    let now: Instant
    private var changes = CatalogChanges()

    init(_ transaction: any Transaction, now: Instant) {
        self.transaction = transaction
        self.now = now
    }

    /// Records the events of everything that was changed; to be called last.
    func tell() throws { try changes.record(in: transaction) }

    mutating func create(_ command: CreateService) throws -> Service {
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
        changes.noteCreation(of: service.id)
        return service
    }

    /// Brings a service up to date, and says whether anything was different.
    mutating func update(_ command: UpdateService) throws -> Bool {
        var service = try find(command.service)
        let before = service
        if let desired = command.desired, desired != before.desired {
            try take(desired, command, into: &service)
        } else {
            service.mark(problems: command.problems)
        }
        guard service != before else { return false }
        try transaction.save(service)
        changes.noteChange(of: before)
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
        if service.isRequestVoid { service.answer() }
    }

    mutating func delete(_ command: DeleteService) throws -> Service {
        var service = try find(command.service)
        changes.noteChange(of: service)
        service.remove()
        try transaction.save(service)
        try transaction.retireDeployed(of: service.id)
        try transaction.save(Attempts.none, of: service.id)
        if var queued = try transaction.deployments.queued(of: service.id) {
            try queued.supersede(because: "the service has left the repository", at: now)
            try transaction.save(&queued)
        }
        return service
    }

    private func find(_ id: Service.ID) throws -> Service {
        guard let service = try transaction.services.find(id) else { throw Refusal.unknownService(id) }
        return service
    }
}

extension Service {
    /// A new definition is what the next deployment is for, not a request that came before it; and a suspended
    /// service must not be deployed without drift when somebody resumes it one day.
    fileprivate var isRequestVoid: Bool {
        guard let request else { return false }
        return !request.force || isSuspended
    }
}
