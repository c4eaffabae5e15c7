package import Domain

extension CommandHandlers {
    /// Accepts a revision, or holds it; writes nothing if that is what the store says already.
    package func handle(_ command: SyncServices) async throws -> Committed<SyncServices.Outcome> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard let source = try transaction.sources.find(command.source) else {
                throw Refusal.unknownSource(command.source)
            }
            let acceptance = try Acceptance(
                of: command.state,
                from: source,
                in: transaction.services,
                claims: command.claims,
                rules: command.isApproved ? nil : command.rules,
                at: now
            )
            guard let hold = acceptance.hold else { return try acceptance.carryOut(in: transaction, at: now) }
            try source.remember(hold, in: transaction)
            return SyncServices.Outcome(affected: [], hold: hold)
        }
    }
}

extension Source {
    /// Stores that the source is held, unless that is known.
    fileprivate func remember(_ hold: SourceHold, in transaction: any Transaction) throws {
        guard hold != held else { return }
        var source = self
        source.hold(hold)
        try transaction.save(source)
        try transaction.record(.sourceHeld(SourceHeld(source: source)))
    }
}

extension Acceptance {
    /// Makes the store say what is decided.
    ///
    /// - Returns: The services that changed and those that depend on them, and what became of the names.
    fileprivate func carryOut(in transaction: any Transaction, at now: Instant) throws -> SyncServices.Outcome {
        let awaited = try awaited(in: transaction)
        var catalog = Catalog(transaction, now: now)
        let services = try changes.compactMap { try catalog.carryOut($0) }
        try catalog.tell()
        try acceptSource(in: transaction)
        let changed = services.filter { awaited.contains($0.name) }.map(\.id)
        try remember(changed + stranded(in: transaction), in: transaction, at: now)
        return SyncServices.Outcome(
            affected: try affected(services, in: transaction),
            settled: settled,
            denied: denied
        )
    }

    private func acceptSource(in transaction: any Transaction) throws {
        let accepted = acceptedSource
        guard accepted != source else { return }
        try transaction.save(accepted)
        if let before = source.accepted, before != state.revision, state.ancestry == .rewritten {
            try transaction.record(.sourceRewritten(SourceRewritten(source: accepted, before: before)))
        }
        try transaction.record(.sourceUpdated(SourceUpdated(source: accepted)))
    }

    /// Keeps what the revision brought, for those who wait for it.
    private func remember(_ awaited: [Service.ID], in transaction: any Transaction, at now: Instant) throws {
        if source.accepted != state.revision {
            try transaction.save(
                AcceptedRevision(
                    id: try transaction.nextIdentifier(AcceptedRevision.self),
                    source: source.id,
                    revision: state.revision,
                    at: now,
                    services: Set(awaited),
                    broken: newlyBroken
                )
            )
        } else if !awaited.isEmpty, var last = try lastAcceptance(transaction), last.revision == state.revision {
            last.add(Set(awaited))
            try transaction.save(last)
        }
    }

    private func lastAcceptance(_ reading: any Reading) throws -> AcceptedRevision? {
        try reading.acceptances.page(of: source.id, before: nil, limit: 1).first
    }

    private func affected(_ services: [Service], in reading: any Reading) throws -> [Service.ID] {
        // What was held because of the source may go on, and so may what depends on it.
        if source.standing == .restored { return try reading.services.activeIdentifiers() }
        var affected = Set(services.map(\.id))
        for service in services {
            affected.formUnion(try reading.services.dependants(of: service.name).map(\.id))
        }
        return affected.sorted()
    }
}
