internal import Domain
internal import Platform

/// What is done about a source's clone that whoever reads it finds damaged.
struct CloneMending: Sendable {
    let condition = CloneCondition()
    private let source: GitSourceConfiguration
    private let child: FetchChild
    private let exports: SourceExports

    init(_ source: GitSourceConfiguration, _ child: FetchChild, _ exports: SourceExports) {
        self.source = source
        self.child = child
        self.exports = exports
    }

    /// Does the work, and once more with a clone made anew if the present one is damaged.
    func redoing<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        let renewals = condition.renewals
        do {
            return try await work()
        } catch let error as GitError where RemoteFailure.isLocal(error) {
            try await makeAnew(after: renewals, because: error)
            return try await work()
        }
    }

    /// Does the work; if the clone is damaged the next poll makes it anew, and nobody waits for that here.
    func noting<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch let error as GitError where RemoteFailure.isLocal(error) {
            condition.noteDamage()
            throw error
        }
    }

    /// Notes and tells that the clone was made anew, if it was.
    func tell(_ renewal: CloneRenewal?) {
        guard let renewal else { return }
        condition.noteRenewal()
        let lost = renewal.lost.isEmpty ? nil : renewal.lost
        source.log.write(
            lost == nil ? .info : .warning,
            "a damaged clone was made anew",
            ["source": source.name.text, "taken_over": renewal.saved, "lost": lost]
        )
    }

    /// - `renewals`: How often it had been made anew when the work began.
    private func makeAnew(after renewals: Int, because error: GitError) async throws {
        try await condition.turns.run {
            guard condition.renewals == renewals else { return }
            guard condition.mayBeRenewed else { throw error }
            source.log.warning("a clone is damaged", ["source": source.name.text, "error": "\(error)"])
            condition.noteDamage()
            tell(try await answer(because: error).renewal)
            exports.reopen()
        }
    }

    private func answer(because error: GitError) async throws -> FetchAnswer {
        do {
            return try await child.ask(source.request(.selected(source.ref), renew: true))
        } catch let failure as SourceFailure {
            throw SourceFailure("\(error), and the clone could not be made anew: \(failure)")
        }
    }
}
