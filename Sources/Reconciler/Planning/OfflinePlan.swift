package import Domain

/// The plan without a daemon: what accepting one revision would do if another one were deployed in full, or if
/// nothing were.
package enum OfflinePlan {
    /// - Parameter base: The revision that is taken as deployed; nil for none.
    package static func report(from base: DesiredState?, to target: DesiredState) -> PlanReport {
        let before = base.map { services(of: $0).found } ?? [:]
        let after = services(of: target)
        let staying = after.found.values.map { service in item(service, before: before, after: after.found) }
        let leaving = before.values.filter { after.found[$0.name] == nil && !after.names.contains($0.name) }
        return PlanReport(
            revision: target.revision,
            items: staying + leaving.map(leave),
            problems: after.problems
        )
    }

    private struct Catalogue {
        var found: [ServiceName: Service] = [:]
        var names: Set<ServiceName> = []
        var problems: [Problem] = []
    }

    private static func services(of state: DesiredState) -> Catalogue {
        var catalogue = Catalogue(names: Set(state.definitions.names))
        catalogue.problems = state.definitions.broken.flatMap { state.definitions[$0]?.problems ?? [] }
        for name in state.definitions.names {
            switch Claim.settle(name, in: state.definitions, owner: nil, source: Identifier(0)) {
            case .create(let desired): catalogue.found[name] = service(desired, of: state)
            case .contested(let folders):
                catalogue.problems += folders.map {
                    DuplicateName.contested(name, at: $0, by: folders, in: state.definitions)
                }
            case .none, .update, .keep, .remove, .foreign: break
            }
        }
        return catalogue
    }

    private static func service(_ desired: DesiredService, of state: DesiredState) -> Service {
        Service(
            id: Identifier(0),
            source: Identifier(0),
            sourceName: state.source,
            desired: desired,
            revision: state.revision
        )
    }

    private static func item(
        _ service: Service,
        before: [ServiceName: Service],
        after: [ServiceName: Service]
    ) -> PlanItem {
        let deployed = before[service.name].map(deployed)
        let lastRun = deployed.map { LastRun(deployment: $0.deployment, digest: $0.digest, state: .succeeded) }
        let input = PlanInput(
            service: service,
            deployed: deployed,
            lastRun: lastRun,
            attempts: .none,
            dependencies: service.desired.definition.dependsOn.map { dependency($0, before: before, after: after) },
            allSourcesRead: true,
            isSourceConfigured: true,
            now: BootMoment(boot: "", milliseconds: 0)
        )
        return PlanItem(
            service: service,
            decision: Planner.decide(input),
            drift: Drift.between(service, deployed: deployed, lastRun: lastRun).map(\.rawValue),
            deployedVersion: deployed?.version
        )
    }

    private static func deployed(_ service: Service) -> DeployedService {
        DeployedService(
            service: service.id,
            serviceName: service.name,
            deployment: Identifier(0),
            version: service.version,
            revision: service.revision,
            digest: service.desired.digest,
            config: service.desired.definition.data,
            at: Instant(millisecondsSince1970: 0)
        )
    }

    /// A dependency that this repository does not define may come from another source: it does not stand in the way.
    private static func dependency(
        _ name: ServiceName,
        before: [ServiceName: Service],
        after: [ServiceName: Service]
    ) -> PlanInput.Dependency {
        guard let wanted = after[name] else { return PlanInput.Dependency(name: name, standing: .ready) }
        let isSame = before[name].map { $0.desired.digest == wanted.desired.digest } ?? false
        let isSuspended = wanted.desired.definition.suspend && before[name] != nil
        return PlanInput.Dependency(name: name, standing: isSame || isSuspended ? .ready : .notReady)
    }

    private static func leave(_ service: Service) -> PlanItem {
        var leaving = service
        leaving.remove()
        return PlanItem(
            service: leaving,
            decision: .nothing(.removed),
            drift: ["removed"],
            deployedVersion: service.version
        )
    }
}
