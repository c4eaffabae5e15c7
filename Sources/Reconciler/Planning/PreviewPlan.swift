internal import Domain

/// The plan as it would be if one revision of a source were accepted.
struct PreviewPlan {
    private let reading: any Reading
    private let reader: PlanReader
    private let revision: Revision
    private let catalogue: SupposedCatalogue

    init(_ state: DesiredState, of source: Source.ID, in reading: any Reading, _ present: Circumstances.Present) throws
    {
        let owned = try reading.services.active(in: source).map(\.name)
        catalogue = try SupposedCatalogue(state, of: source, owned: owned, owner: reading.services.active(named:))
        var supposition = Supposition()
        supposition.services = catalogue.services
        supposition.changed = catalogue.changed
        supposition.removed = Set(catalogue.leaving.map(\.name))
        reader = PlanReader(reading, present, supposing: supposition)
        revision = state.revision
        self.reading = reading
    }

    func report() throws -> PlanReport {
        let staying = try catalogue.services.values.map { PlanItem($0, try reader.standing(of: $0)) }
        return PlanReport(
            revision: revision,
            items: staying + (try catalogue.leaving.map(leave)),
            problems: catalogue.unattached + staying.flatMap(\.problems)
        )
    }

    private func leave(_ service: Service) throws -> PlanItem {
        PlanItem(leaving: service, deployedVersion: try reading.deployed.find(service.id)?.version)
    }
}
