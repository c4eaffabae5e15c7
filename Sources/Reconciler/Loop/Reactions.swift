package import Domain

/// The policies of the system: for each event, who has to look again because of it.
package struct Reactions: EventReacting {
    private let store: any ReadStore
    private let memory: DaemonMemory
    private let log: EventLog

    package init(store: any ReadStore, _ memory: DaemonMemory, _ log: EventLog) {
        self.store = store
        self.memory = memory
        self.log = log
    }

    package func react(to stored: StoredEvent) async throws {
        memory.feed.ring()
        log.tell(stored.event)
        switch stored.event {
        case .deploymentQueued: memory.queue.ring()
        case .deploymentFinished(let event): try await lookAgain(at: event.deployment)
        case .deploymentFailed(let event): try await lookAgain(at: event.deployment)
        case .deploymentCancelled(let event): try await lookAgain(at: event.deployment)
        case .deploymentSuperseded(let event): try await lookAgain(at: event.deployment)
        case .serviceDeleted(let event): memory.runtimeState.noteFreeName(by: event.service.source)
        case .serviceCreated, .serviceUpdated, .deploymentStarted, .stepProcessed, .stepUpdated,
            .sourceUpdated, .sourceRewritten, .sourceFailed, .sourceHeld, .sourceForgotten, .userCreated, .userUpdated,
            .userDeleted, .tokenCreated, .tokenRevoked, .signingKeyRotated:
            break
        }
    }

    /// The service may go on, and those that wait for it, a new one of its name included.
    private func lookAgain(at deployment: Deployment.Record) async throws {
        memory.meter.note(endOf: deployment)
        memory.exports.giveUp(deployment.id)
        let order = deployment.order
        let others = try await store.read { reading in
            let namesake = try reading.services.active(named: order.serviceName)
            return try [namesake].compactMap(\.?.id) + reading.services.dependants(of: order.serviceName).map(\.id)
        }
        memory.workQueue.add(others + [order.service])
    }
}
