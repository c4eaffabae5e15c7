package import Domain

/// The policies of the system: for each event, who has to look again because of it.
package struct Reactions: EventReacting {
    private let store: any ReadStore
    private let runtimeState: RuntimeState
    private let workQueue: WorkQueue
    private let queue: Wakeup
    private let feed: Wakeup
    private let exports: ExportsUnderWay
    private let meter: Meter

    /// - `queue`: Rung when a deployment waits for a slot.
    /// - `feed`: Rung when there is something to tell.
    /// - `exports`: What is written for a deployment that has ended before its run began is given up.
    /// - `meter`: Counts the ends of deployments.
    package init(
        store: any ReadStore,
        runtimeState: RuntimeState,
        workQueue: WorkQueue,
        queue: Wakeup,
        feed: Wakeup,
        exports: ExportsUnderWay,
        meter: Meter
    ) {
        self.store = store
        self.runtimeState = runtimeState
        self.workQueue = workQueue
        self.queue = queue
        self.feed = feed
        self.exports = exports
        self.meter = meter
    }

    package func react(to stored: StoredEvent) async throws {
        feed.ring()
        switch stored.event {
        case .deploymentQueued: queue.ring()
        case .deploymentFinished(let event): try await lookAgain(at: event.deployment)
        case .deploymentFailed(let event): try await lookAgain(at: event.deployment)
        case .deploymentCancelled(let event): try await lookAgain(at: event.deployment)
        case .deploymentSuperseded(let event): try await lookAgain(at: event.deployment)
        case .serviceDeleted(let event): runtimeState.noteFreeName(by: event.service.source)
        case .serviceCreated, .serviceUpdated, .deploymentStarted, .stepProcessed, .stepUpdated,
            .sourceUpdated, .sourceRewritten, .sourceFailed, .sourceHeld, .sourceForgotten, .userCreated, .userUpdated,
            .userDeleted, .tokenCreated, .tokenRevoked, .signingKeyRotated:
            break
        }
    }

    /// The service may go on, and those that wait for it, a new one of its name included.
    private func lookAgain(at deployment: Deployment.Record) async throws {
        meter.note(endOf: deployment)
        exports.giveUp(deployment.id)
        let order = deployment.order
        let others = try await store.read { reading in
            let namesake = try reading.services.active(named: order.serviceName)
            return try [namesake].compactMap(\.?.id) + reading.services.dependants(of: order.serviceName).map(\.id)
        }
        workQueue.add(others + [order.service])
    }
}
