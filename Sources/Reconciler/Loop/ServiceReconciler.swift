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
                tell(outcome, of: service)
            } catch Refusal.unknownService {
                // It has left its repository and was forgotten meanwhile.
                continue
            } catch {
                context.log.error("could not follow the plan", ["service_id": "\(service)", "error": "\(error)"])
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

    private func tell(_ outcome: StartDeployment.Outcome, of service: Service.ID) {
        let deployment = outcome.queued.map { "\($0)" } ?? "none"
        context.log.debug(
            "decided",
            [
                "service_id": "\(service)", "decision": outcome.decision.word, "reason": outcome.decision.reason,
                "deployment": deployment,
            ]
        )
    }
}
