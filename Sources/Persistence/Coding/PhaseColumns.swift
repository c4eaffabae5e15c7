internal import Domain

/// A phase as the table holds it: columns of which some are NULL.
struct PhaseColumns {
    let queued: Instant
    var started: Instant?
    var finished: Instant?
    var exitCode: Int32?
    var message: String?
}

extension PhaseColumns {
    init(_ phase: Deployment.Phase) {
        switch phase {
        case .queued(let queued): self.init(queued: queued)
        case .running(let queued, let started): self.init(queued: queued, started: started)
        case .finished(let finish):
            self.init(
                queued: finish.queued,
                started: finish.started,
                finished: finish.finished,
                exitCode: finish.exitCode,
                message: finish.message
            )
        }
    }

    /// The phase of a deployment in `state`; nil if the columns do not fit it.
    func phase(in state: Deployment.State) -> Deployment.Phase? {
        switch state {
        case .queued: .queued(at: queued)
        case .running: started.map { .running(queued: queued, started: $0) }
        case .succeeded, .failed, .timedOut, .cancelled, .superseded, .interrupted: finished(as: state)
        }
    }

    private func finished(as state: Deployment.State) -> Deployment.Phase? {
        guard let outcome = Deployment.Outcome(rawValue: state.rawValue), let finished else { return nil }
        return .finished(
            Deployment.Finish(
                outcome: outcome,
                queued: queued,
                started: started,
                finished: finished,
                exitCode: exitCode,
                message: message
            )
        )
    }
}
