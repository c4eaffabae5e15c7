package import Domain

extension CommandHandlers {
    /// Accepts a revision; writes nothing if it says what the catalogue says already.
    package func handle(_ command: SyncServices) async throws -> Committed<SyncServices.Outcome> {
        let now = time.now()
        return try await unitOfWork.perform { transaction in
            guard let source = try transaction.sources.find(command.source) else {
                throw Refusal.unknownSource(command.source)
            }
            var acceptance = Acceptance(of: command.state, from: source, in: Catalog(transaction, now: now))
            return SyncServices.Outcome(affected: try acceptance.carryOut())
        }
    }
}
