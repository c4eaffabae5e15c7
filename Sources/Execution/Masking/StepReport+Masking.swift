internal import Domain

extension StepReport {
    /// The report without secrets.
    func masked(by masker: Masker) -> StepReport {
        switch self {
        case .plan(let steps):
            .plan(steps.map { PlannedStep(name: masker.mask($0.name), key: $0.key) })
        case .step(let update):
            .step(
                StepUpdate(
                    name: masker.mask(update.name),
                    key: update.key,
                    host: update.host.map { masker.mask($0) },
                    state: update.state,
                    changed: update.changed,
                    message: update.message.map { masker.mask($0) },
                    time: update.time,
                    placement: update.placement
                )
            )
        }
    }
}
