internal import Domain

extension RunKeeper {
    /// Records how the run ended, and takes its folder down.
    func finish(_ id: Deployment.ID, _ end: RunEnd) async throws {
        try await commands.send(FinishDeployment(deployment: id, end: end))
        logEnd(of: id, end)
        if end.outcome == .succeeded { await measure(id, deployedAt: end.at ?? time.now()) }
        await discard(id)
    }

    /// Takes the time from the commit to the run's end, where that is what the run was for.
    private func measure(_ id: Deployment.ID, deployedAt end: Instant) async {
        do {
            guard let order = try await deployment(id)?.order, order.origin == .git || order.origin == .retry else {
                return
            }
            guard let commit = try await sources[order.source]?.committed(order.revision) else { return }
            meter.note(deployedAt: end, committedAt: commit)
        } catch {
            log.debug("could not find the time of a commit", ["deployment": "\(id)", "error": "\(error)"])
        }
    }

    private func logEnd(of id: Deployment.ID, _ end: RunEnd) {
        let state = end.outcome.rawValue
        if let message = end.message, !message.isEmpty {
            log.info("deployment ended", ["deployment": "\(id)", "state": state, "message": message])
        } else {
            log.info("deployment ended", ["deployment": "\(id)", "state": state])
        }
    }

    /// Takes the run's folder down; what cannot be taken down is found again at the next start.
    func discard(_ id: Deployment.ID) async {
        do {
            try await executor.discard(id)
        } catch {
            log.warning("could not clear up after a run", ["deployment": "\(id)", "error": "\(error)"])
        }
    }
}
