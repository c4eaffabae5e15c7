package import Domain

/// Reads from the store what the plan looks at, and asks the plan.
package struct PlanReader {
    private let reading: any Reading
    private let present: RuntimeState.Present
    private let supposition: Supposition

    /// - `supposition`: What is supposed to be different from the store; nothing, unless a plan is only shown.
    package init(
        _ reading: any Reading,
        _ present: RuntimeState.Present,
        supposing supposition: Supposition = .nothing
    ) {
        self.reading = reading
        self.present = present
        self.supposition = supposition
    }

    /// What is to be done about the service now.
    package func decide(_ service: Service) throws -> Decision { Planner.decide(try input(for: service)) }

    /// How the service stands: everything that is shown of it.
    package func standing(of service: Service) throws -> ServiceStanding {
        let input = try input(for: service)
        return ServiceStanding(
            decision: Planner.decide(input),
            drift: Drift.between(service, deployed: input.deployed, lastRun: input.lastRun),
            deployed: input.deployed,
            lastRun: input.lastRun,
            attempts: input.attempts,
            isQueued: try reading.deployments.queued(of: service.id) != nil
        )
    }

    private func input(for service: Service) throws -> PlanInput {
        let lastRun = try reading.deployments.lastRun(of: service.id) ?? namesakesRun(service.name)
        return PlanInput(
            service: service,
            deployed: try reading.deployed.find(service.id),
            lastRun: lastRun,
            leftovers: lastRun.flatMap { present.leftovers[$0.deployment] } ?? [],
            attempts: supposition.changed.contains(service.name) ? .none : try reading.attempts.find(service.id),
            dependencies: try service.desired.definition.dependsOn.map(dependency),
            allSourcesRead: present.allSourcesRead,
            isSourceConfigured: present.configured.contains(service.source),
            isSourceRestored: try service.source != supposition.accepted && reading.sources.isRestored(service.source),
            now: present.now,
            diskShortage: present.diskShortage,
            missingSecrets: present.secrets?.missing(for: service.desired.definition) ?? []
        )
    }

    /// A run of a service that had the name before this one and has left the repository, if it is still going on: two
    /// runs of one name never meet.
    private func namesakesRun(_ name: ServiceName) throws -> LastRun? {
        let filter = DeploymentFilter(service: name, state: .running)
        return try reading.deployments.page(filter, before: nil, limit: 1).first.map {
            LastRun(deployment: $0.id, digest: $0.order.digest, state: $0.state)
        }
    }

    private func dependency(_ name: ServiceName) throws -> PlanInput.Dependency {
        guard let service = try supposition.services[name] ?? active(name) else {
            return PlanInput.Dependency(name: name, standing: .missing)
        }
        return PlanInput.Dependency(name: name, standing: try isReady(service) ? .ready : .notReady)
    }

    private func isReady(_ service: Service) throws -> Bool {
        guard let deployed = try reading.deployed.find(service.id) else { return false }
        if service.isSuspended { return true }
        let lastRun = try reading.deployments.lastRun(of: service.id)
        return Drift.between(service, deployed: deployed, lastRun: lastRun).isEmpty
    }

    private func active(_ name: ServiceName) throws -> Service? {
        supposition.removed.contains(name) ? nil : try reading.services.active(named: name)
    }
}

/// A catalogue as it would be if a revision were accepted.
package struct Supposition: Sendable {
    package static let nothing = Supposition()

    /// The services that would be there, or be different.
    package var services: [ServiceName: Service] = [:]
    /// Those of them whose definition or content would be another.
    package var changed: Set<ServiceName> = []
    package var removed: Set<ServiceName> = []
    /// The source of which a revision would be accepted.
    package var accepted: Source.ID?
}
