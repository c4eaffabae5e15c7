package import Domain

/// Carries out what the plan says, many services to a unit of work.
package struct ServiceReconciler: Sendable {
    private let context: DaemonContext

    package init(_ context: DaemonContext) {
        self.context = context
    }

    /// Asks the plan about each of these services and does what it says, a portion after the other.
    ///
    /// One that fails is logged and looked at again after a while, and the others go on.
    ///
    /// - `between`: Called after each portion.
    package func reconcile(
        _ services: some Sequence<Service.ID> & Sendable,
        between portions: () async -> Void = {}
    ) async {
        for portion in Portions(of: Array(services)) {
            await reconcile(portion: portion)
            await portions()
        }
    }

    package func reconcileAll(between portions: () async -> Void = {}) async {
        do {
            await reconcile(try await context.store.read { try $0.services.activeIdentifiers() }, between: portions)
        } catch {
            context.log.error("could not look at the services", ["error": "\(error)"])
            context.workQueue.postpone(.all)
        }
    }

    private func reconcile(portion: [Service.ID]) async {
        do {
            for outcome in try await context.commands.send(StartDeployments(services: portion)) { tell(outcome) }
        } catch {
            // Which of them it is shows when each is asked about alone.
            if portion.count > 1 { for service in portion { await reconcile(portion: [service]) } }
            if portion.count == 1 { postpone(portion[0], because: error) }
        }
    }

    private func postpone(_ service: Service.ID, because error: any Error) {
        context.log.error("could not follow the plan", ["service_id": service, "error": "\(error)"])
        context.workQueue.postpone(.some([service]))
    }

    private func tell(_ outcome: StartDeployments.Outcome) {
        let decision = outcome.decision
        let blockers = decision.blockedBy.map(\.text)
        let fields: LogFields = [
            "service": outcome.service.text, "decision": decision.word, "reason": decision.reason,
            "detail": outcome.sentence, "blocked_by": blockers.isEmpty ? nil : blockers, "deployment": outcome.queued,
        ]
        if outcome.isNews {
            context.log.write(decision.level, decision.headline, fields)
        } else {
            context.log.debug("decided", fields)
        }
    }
}

extension Decision {
    /// How much a new decision is the concern of those who operate the daemon: what goes no further by itself is.
    fileprivate var level: LogLevel {
        switch self {
        case .hold(.stalled): .error
        case .hold(.suspended), .hold(.suspendedByPerson), .hold(.cancelled): .info
        // Told once for all services.
        case .hold(.restored): .debug
        case .hold: .warning
        case .deploy, .nothing, .wait: .debug
        }
    }

    fileprivate var headline: String {
        switch self {
        case .hold(.stalled): "service stalled"
        case .hold: "service held"
        case .deploy, .nothing, .wait: "decided"
        }
    }
}
