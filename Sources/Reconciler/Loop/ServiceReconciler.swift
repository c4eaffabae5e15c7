package import Domain

/// Carries out what the plan says, service by service.
package struct ServiceReconciler: Sendable {
    private let store: any ReadStore
    private let commands: any CommandSending
    private let workQueue: WorkQueue
    private let log: any Log

    package init(store: any ReadStore, commands: any CommandSending, workQueue: WorkQueue, log: any Log) {
        self.store = store
        self.commands = commands
        self.workQueue = workQueue
        self.log = log
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
                let outcome = try await commands.send(StartDeployment(service: service))
                tell(outcome, of: service)
            } catch Refusal.unknownService {
                // It has left its repository and was forgotten meanwhile.
                continue
            } catch {
                log.error("could not follow the plan", ["service_id": "\(service)", "error": "\(error)"])
                workQueue.postpone(.some([service]))
            }
        }
    }

    package func reconcileAll(after each: @Sendable () -> Void = {}) async {
        do {
            await reconcile(try await store.read { try $0.services.activeIdentifiers() }, after: each)
        } catch {
            log.error("could not look at the services", ["error": "\(error)"])
            workQueue.postpone(.all)
        }
    }

    private func tell(_ outcome: StartDeployment.Outcome, of service: Service.ID) {
        let deployment = outcome.queued.map { "\($0)" } ?? "none"
        log.debug(
            "decided",
            [
                "service_id": "\(service)", "decision": outcome.decision.word, "reason": outcome.decision.reason,
                "deployment": deployment,
            ]
        )
    }
}
