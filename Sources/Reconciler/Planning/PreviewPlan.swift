internal import Domain

/// The plan as it would be if one revision of a source were accepted, by the same rules that acceptance follows.
struct PreviewPlan {
    private let reading: any Reading
    private let present: Circumstances.Present
    private let source: Source.ID
    private let state: DesiredState
    private var supposition = Supposition()
    private var leaving: [Service] = []
    private var problems: [Problem] = []

    init(_ state: DesiredState, of source: Source.ID, in reading: any Reading, _ present: Circumstances.Present) throws
    {
        self.state = state
        self.source = source
        self.reading = reading
        self.present = present
        let owned = try reading.services.active(in: source).map(\.name)
        for name in Set(owned + state.definitions.names).sorted() { try settle(name) }
        problems += state.definitions.broken.flatMap { state.definitions[$0]?.problems ?? [] }
    }

    func report() throws -> PlanReport {
        let reader = PlanReader(reading, present, supposing: supposition)
        let staying = try supposition.services.values.map { service in
            let standing = try reader.standing(of: service)
            return PlanItem(
                service: service,
                decision: standing.decision,
                drift: standing.drift.map(\.rawValue),
                deployedVersion: standing.deployed?.version
            )
        }
        return PlanReport(revision: state.revision, items: staying + (try leaving.map(leave)), problems: problems)
    }

    private mutating func settle(_ name: ServiceName) throws {
        let owner = try reading.services.active(named: name)
        switch Claim.settle(name, in: state.definitions, owner: owner, source: source) {
        case .none: break
        case .create(let desired): suppose(desired, owner: nil)
        case .update(let desired, _): suppose(desired, owner: owner)
        case .keep(let problems, _): keep(owner, problems)
        case .remove: remove(owner)
        case .contested(let folders):
            problems += folders.map { DuplicateName.contested(name, at: $0, by: folders, in: state.definitions) }
        case .foreign(let owner, let intruders):
            problems += intruders.map { DuplicateName.foreign(owner, at: $0, in: state.definitions) }
        }
    }

    private mutating func suppose(_ desired: DesiredService, owner: Service?) {
        var service = owner ?? newcomer(desired)
        if desired.definition != service.desired.definition || desired.digest != service.desired.digest {
            supposition.changed.insert(service.name)
        }
        service.take(desired, at: state.revision, problems: [])
        supposition.services[service.name] = service
    }

    /// A service that the store does not know; no service has the number 0.
    private func newcomer(_ desired: DesiredService) -> Service {
        Service(id: Identifier(0), source: source, sourceName: state.source, desired: desired, revision: state.revision)
    }

    private mutating func keep(_ owner: Service?, _ problems: [Problem]) {
        guard var service = owner else { return }
        service.mark(problems: problems)
        supposition.services[service.name] = service
    }

    private mutating func remove(_ owner: Service?) {
        guard var service = owner else { return }
        supposition.removed.insert(service.name)
        service.remove()
        leaving.append(service)
    }

    private func leave(_ service: Service) throws -> PlanItem {
        PlanItem(
            service: service,
            decision: .nothing(.removed),
            drift: ["removed"],
            deployedVersion: try reading.deployed.find(service.id)?.version
        )
    }
}
