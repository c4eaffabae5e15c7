package import Domain

/// Carries out what the plan says, service by service.
package struct ServiceReconciler: Sendable {
    private let context: DaemonContext

    package init(_ context: DaemonContext) {
        self.context = context
    }

    /// Asks the plan about each of these services and does what it says.
    ///
    /// One that fails is logged and looked at again after a while, and the next goes on.
    ///
    /// - `each`: Called after each of them.
    package func reconcile(
        _ services: some Sequence<Service.ID> & Sendable,
        after each: @Sendable () -> Void = {}
    ) async {
        for service in services {
            defer { each() }
            do {
                let outcome = try await context.commands.send(StartDeployment(service: service))
                tell(outcome)
            } catch Refusal.unknownService {
                // It has left its repository and was forgotten meanwhile.
                continue
            } catch {
                context.log.error("could not follow the plan", ["service_id": service, "error": "\(error)"])
                context.workQueue.postpone(.some([service]))
            }
        }
    }

    package func reconcileAll(after each: @Sendable () -> Void = {}) async {
        do {
            await reconcile(try await context.store.read { try $0.services.activeIdentifiers() }, after: each)
        } catch {
            context.log.error("could not look at the services", ["error": "\(error)"])
            context.workQueue.postpone(.all)
        }
    }

    private func tell(_ outcome: StartDeployment.Outcome) {
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
