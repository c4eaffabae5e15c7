internal import Domain

/// A unit of work that says what it has committed.
struct WatchedUnitOfWork: UnitOfWork {
    let unitOfWork: any UnitOfWork
    let failpoints: Failpoints

    /// The same unit of work, where nobody watches.
    static func around(_ unitOfWork: any UnitOfWork, _ failpoints: Failpoints) -> any UnitOfWork {
        guard failpoints.isWatched else { return unitOfWork }
        return WatchedUnitOfWork(unitOfWork: unitOfWork, failpoints: failpoints)
    }

    func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) async throws -> Committed<Value> {
        let done = try await unitOfWork.perform(work)
        let reached = done.events.isEmpty ? [.decisionKept] : Set(done.events.map { Failpoint(committed: $0.event) })
        for failpoint in Failpoint.allCases where reached.contains(failpoint) { failpoints.reach(failpoint) }
        return done
    }
}

extension Failpoint {
    /// The failpoint of a transaction that has recorded this event.
    init(committed event: DomainEvent) {
        switch event {
        case .serviceCreated, .serviceUpdated, .serviceDeleted, .sourceUpdated, .sourceRewritten, .sourceForgotten:
            self = .revisionAccepted
        case .sourceFailed, .sourceHeld: self = .sourceTroubleKept
        case .deploymentQueued: self = .deploymentQueued
        case .deploymentStarted: self = .runBegun
        case .stepProcessed, .stepUpdated: self = .stepsKept
        case .deploymentFinished, .deploymentFailed, .deploymentCancelled, .deploymentSuperseded:
            self = .deploymentEnded
        case .userCreated, .userUpdated, .userDeleted, .tokenCreated, .tokenRevoked, .signingKeyRotated:
            self = .accessChanged
        }
    }
}
