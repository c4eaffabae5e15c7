package import Domain

extension CommandHandlers {
    package func handle(_ command: RequestSync) async throws -> Committed<[Service.ID]> {
        let present = runtimeState.present
        return try await unitOfWork.perform { transaction in
            let services = try command.services(in: transaction)
            if command.force, case .named = command.scope { try command.refuseUndeployable(services) }
            for service in services { try command.ask(service, in: transaction, present) }
            return services.map(\.id)
        }
    }
}

extension RequestSync {
    fileprivate func services(in reading: any Reading) throws -> [Service] {
        switch scope {
        case .all: return try reading.services.activeIdentifiers().compactMap(reading.services.find)
        case .named(let names):
            let found = try names.compactMap(reading.services.active(named:))
            let missing = Set(names).subtracting(found.map(\.name))
            guard missing.isEmpty else {
                throw Refusal.noServiceNamed(try missing.sorted().map { try AbsentService($0, in: reading) })
            }
            return found
        }
    }

    fileprivate func refuseUndeployable(_ services: [Service]) throws {
        let names = services.filter { !$0.canBeForced }.map(\.name)
        guard names.isEmpty else { throw Refusal.notDeployable(names) }
    }

    /// Forgets what failed, and remembers the request if there is something that it can lead to.
    fileprivate func ask(
        _ service: Service,
        in transaction: any Transaction,
        _ present: RuntimeState.Present
    ) throws {
        try transaction.save(Attempts.none, of: service.id)
        let standing = try PlanReader(transaction, present).standing(of: service)
        let isForced = force && service.canBeForced
        guard isForced || !standing.drift.isEmpty else { return }
        var asked = service
        asked.ask(SyncRequest(force: isForced, user: user))
        try transaction.save(asked)
    }
}

extension Service {
    /// Not even a person's word deploys what is suspended or invalid.
    fileprivate var canBeForced: Bool {
        !isSuspended && problems.allSatisfy { $0.severity == .warning }
    }
}
