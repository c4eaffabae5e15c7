package import Domain

/// The plan without a daemon: what accepting one revision would do if another one were deployed in full, or if
/// nothing were.
package enum OfflinePlan {
    /// - `base`: The revision that is taken as deployed; nil for none.
    /// - `place`: The folder of the repository, and what was asked for there.
    package static func report(
        from base: DesiredState?,
        to target: DesiredState,
        of place: (folder: String, ref: String) = ("", "")
    ) throws -> PlanReport {
        let before = try base.map { try accept($0, in: [:]).changed } ?? [:]
        let acceptance = try accept(target, in: before)
        let staying = try acceptance.staying(OfflineCatalogue(before))
        let after = Dictionary(staying.map { ($0.name, $0) }) { first, _ in first }
        let items = staying.map { item($0, before: before, after: after) }
        return PlanReport(
            revision: target.revision,
            sources: [
                PlanSource(
                    name: target.source,
                    url: place.folder,
                    ref: place.ref,
                    revision: target.revision,
                    base: base?.revision,
                    phase: .local
                )
            ],
            items: items + acceptance.leaving.values.map { PlanItem(leaving: $0, deployedVersion: $0.version) },
            unattached: acceptance.problems
        )
    }

    /// What a source does that owns the services and of which any revision is accepted.
    private static func accept(_ state: DesiredState, in services: [ServiceName: Service]) throws -> Acceptance {
        let source = Source(id: Identifier(0), name: state.source, url: "", path: .root)
        return try Acceptance(
            of: state,
            from: source,
            in: OfflineCatalogue(services),
            rules: nil,
            at: Instant(millisecondsSince1970: 0)
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
            service,
            decision: Planner.decide(input),
            drift: Drift.between(service, deployed: deployed, lastRun: lastRun),
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
            config: service.desired.definition.text,
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
}
