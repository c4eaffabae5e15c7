package import Domain

extension CommandHandlers {
    package func handle(_ command: ForgetSource) async throws -> Committed<[ServiceName]> {
        let (now, configured) = (time.now(), runtimeState.present.configured)
        return try await unitOfWork.perform { transaction in
            let sources = try transaction.sources.all()
            let namesakes = sources.filter { $0.name == command.name }
            let left = namesakes.filter { !configured.contains($0.id) }
            guard !left.isEmpty else {
                let known = sources.filter { !configured.contains($0.id) }.map(\.name.text)
                throw Refusal.nothingToForget(
                    command.name,
                    isConfigured: !namesakes.isEmpty,
                    nearest: NearestWord.find(command.name.text, among: known).flatMap { SourceName($0) }
                )
            }
            return try left.flatMap { try $0.forget(in: transaction, at: now) }
        }
    }

    package func handle(_ command: AdoptStore) async throws -> Committed<Bool> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard try transaction.takeBackupMark() else { return false }
            if let last = command.lastTrace { try transaction.skipIdentifiers(upTo: last) }
            for id in try transaction.deployments.running() { try transaction.interrupt(id, at: now) }
            for id in try transaction.deployments.queued(limit: Int.max) { try transaction.drop(id, at: now) }
            for var source in try transaction.sources.all() {
                source.restore()
                try transaction.save(source)
                try transaction.record(.sourceUpdated(SourceUpdated(source: source)))
            }
            return true
        }
    }

    package func handle(_ command: RegisterOwner) async throws -> Committed<Void> {
        try await unitOfWork.perform { transaction in
            try transaction.save(command.owner)
            try transaction.giveRuns(to: command.owner.id)
        }
    }
}

extension Source {
    /// - Returns: The services that were its.
    fileprivate func forget(in transaction: any Transaction, at now: Instant) throws -> [ServiceName] {
        var catalog = Catalog(transaction, now: now)
        let services = try transaction.services.active(in: id)
        for service in services { _ = try catalog.carryOut(.delete(DeleteService(service: service.id))) }
        try catalog.tell()
        var forgotten = self
        forgotten.forget()
        try transaction.save(forgotten)
        try transaction.record(.sourceForgotten(SourceForgotten(source: forgotten)))
        return services.map(\.name)
    }
}

extension Transaction {
    fileprivate func interrupt(_ id: Deployment.ID, at now: Instant) throws {
        guard var deployment = try deployments.find(id) else { return }
        let message = "the store was restored from a backup that was taken while it ran"
        try deployment.finish(RunEnd(outcome: .interrupted, message: message), at: now)
        try save(&deployment)
    }

    fileprivate func drop(_ id: Deployment.ID, at now: Instant) throws {
        guard var deployment = try deployments.find(id) else { return }
        try deployment.supersede(because: "the store was restored from a backup", at: now)
        try save(&deployment)
    }
}
