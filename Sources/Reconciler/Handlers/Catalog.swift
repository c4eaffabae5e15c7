internal import Domain

/// The catalogue of services inside one transaction.
struct Catalog {
    let transaction: any Transaction
    let now: Instant
    private var changes = CatalogChanges()
    /// The names of sources, each looked up once: what is stored of one has all its problems with it.
    private var sourceNames: [Source.ID: SourceName] = [:]

    init(_ transaction: any Transaction, now: Instant) {
        self.transaction = transaction
        self.now = now
    }

    /// Records the events of everything that was changed; to be called last.
    func tell() throws { try changes.record(in: transaction) }

    /// Carries a change out.
    ///
    /// - Returns: The service; nil if nothing was different.
    mutating func carryOut(_ change: ServiceChange) throws -> Service? {
        switch change {
        case .create(let command): try create(command)
        case .update(let command): try update(command)
        case .delete(let command): try delete(command)
        }
    }

    private mutating func create(_ command: CreateService) throws -> Service {
        let service = Service(
            id: try transaction.nextIdentifier(Service.self),
            source: command.source,
            sourceName: try name(of: command.source),
            desired: command.desired,
            revision: command.revision,
            problems: command.problems
        )
        try transaction.save(service)
        changes.noteCreation(of: service.id)
        return service
    }

    private mutating func name(of source: Source.ID) throws -> SourceName {
        if let known = sourceNames[source] { return known }
        guard let found = try transaction.sources.find(source) else { throw Refusal.unknownSource(source) }
        sourceNames[source] = found.name
        return found.name
    }

    private mutating func update(_ command: UpdateService) throws -> Service? {
        let before = try find(command.service)
        let after = before.after(command)
        guard after != before else { return nil }
        try transaction.save(after)
        if after.desired.isOther(than: before.desired) { try transaction.save(Attempts.none, of: after.id) }
        changes.noteChange(of: before)
        return after
    }

    private mutating func delete(_ command: DeleteService) throws -> Service {
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
