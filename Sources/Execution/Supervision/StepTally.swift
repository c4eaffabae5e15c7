internal import Domain

/// Counts the steps that a run reports, up to more than are kept of a deployment.
struct StepTally {
    private struct Identity: Hashable {
        let name: String
        let host: String?
    }

    private let limit: Int
    private var seen: Set<Identity> = []
    private(set) var isFull = false

    init(limit: Int = Step.limit) {
        self.limit = limit
    }

    /// Whether these reports are the first that name more steps than are kept.
    mutating func overflows(with reports: [StepReport]) -> Bool {
        guard !isFull else { return false }
        for report in reports where !isFull { take(report) }
        if isFull { seen = [] }
        return isFull
    }

    private mutating func take(_ report: StepReport) {
        switch report {
        case .plan(let steps): isFull = steps.count > limit
        case .step(let update):
            seen.insert(Identity(name: update.key ?? update.name, host: update.key == nil ? nil : update.host))
            isFull = seen.count > limit
        }
    }
}
