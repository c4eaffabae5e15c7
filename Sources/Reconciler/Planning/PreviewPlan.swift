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

    func report() throws -> PlanReport {
        let staying = try acceptance.staying(reading.services).map { PlanItem($0, try reader.standing(of: $0)) }
        return PlanReport(
            revision: acceptance.state.revision,
            held: acceptance.hold,
            items: staying + (try acceptance.leaving.values.map(leave)),
            problems: acceptance.problems + staying.flatMap(\.problems)
        )
    }

    private func leave(_ service: Service) throws -> PlanItem {
        PlanItem(leaving: service, deployedVersion: try reading.deployed.find(service.id)?.version)
    }
}
