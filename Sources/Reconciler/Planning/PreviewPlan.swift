internal import Domain

/// The plan as it is once a revision of a source is accepted.
struct PreviewPlan {
    private let acceptance: Acceptance
    private let reading: any Reading
    private let reader: PlanReader

    /// - `reading`: The same that was asked for `acceptance`.
    init(_ acceptance: Acceptance, in reading: any Reading, _ present: RuntimeState.Present) {
        var supposition = Supposition()
        supposition.services = acceptance.changed
        supposition.changed = acceptance.renewed
        supposition.removed = Set(acceptance.leaving.keys)
        supposition.accepted = acceptance.source.id
        reader = PlanReader(reading, present, supposing: supposition)
        self.acceptance = acceptance
        self.reading = reading
    }

    /// - `planned`: What is planned, as it is to be shown.
    func report(of planned: PlanSource) throws -> PlanReport {
        PlanReport(
            revision: acceptance.state.revision,
            held: acceptance.hold,
            sources: [planned],
            items: try items(),
            unattached: acceptance.problems
        )
    }

    /// The services that the source has then, those of others that change with it, and those that leave.
    func items() throws -> [PlanItem] {
        let staying = try acceptance.staying(reading.services).map { PlanItem($0, try reader.standing(of: $0)) }
        return staying + (try acceptance.leaving.values.map(leave))
    }

    private func leave(_ service: Service) throws -> PlanItem {
        PlanItem(leaving: service, deployedVersion: try reading.deployed.find(service.id)?.version)
    }
}
