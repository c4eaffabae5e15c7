package import Domain

extension CommandHandlers {
    /// Accepts a revision, or holds it; writes nothing if that is what the store says already.
    package func handle(_ command: SyncServices) async throws -> Committed<SyncServices.Outcome> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard let source = try transaction.sources.find(command.source) else {
                throw Refusal.unknownSource(command.source)
            }
            let catalog = Catalog(transaction, now: now)
            var acceptance = try Acceptance(of: command.state, from: source, in: catalog, claims: command.claims)
            let hold = command.isApproved ? nil : try acceptance.hold(by: command.rules, at: now)
            guard let hold else { return try acceptance.carryOut() }
            return SyncServices.Outcome(affected: [], hold: try source.remember(hold, in: transaction))
        }
    }
}

extension Source {
    /// Stores that the source is held, unless that is known.
    ///
    /// - Returns: The hold as it is stored, with its beginning.
    fileprivate func remember(_ hold: SourceHold, in transaction: any Transaction) throws -> SourceHold {
        if let held, held.isSame(as: hold) { return held }
        var source = self
        source.hold(hold)
        try transaction.save(source)
        try transaction.record(.sourceHeld(SourceHeld(source: source)))
        return hold
    }
}
