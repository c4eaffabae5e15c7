internal import Domain

/// A unit of work that says what it has committed.
struct WatchedUnitOfWork: UnitOfWork {
    let unitOfWork: any UnitOfWork
    let milestones: Milestones

    /// The same unit of work, where nobody watches.
    static func around(_ unitOfWork: any UnitOfWork, _ milestones: Milestones) -> any UnitOfWork {
        guard milestones.isWatched else { return unitOfWork }
        return WatchedUnitOfWork(unitOfWork: unitOfWork, milestones: milestones)
    }

    func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) async throws -> Committed<Value> {
        let done = try await unitOfWork.perform(work)
        let reached = done.events.isEmpty ? [.decisionKept] : Set(done.events.map { Milestone(committed: $0.event) })
        for milestone in Milestone.allCases where reached.contains(milestone) { milestones.reach(milestone) }
        return done
    }
}

extension Milestone {
    /// The milestone of a transaction that has recorded this event.
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
