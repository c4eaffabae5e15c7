internal import Domain

extension RunController {
    /// Records how the run ended, and takes its folder down.
    func finish(_ id: Deployment.ID, _ end: RunEnd) async throws {
        let explained = try await explained(end, of: id)
        try await context.commands.send(FinishDeployment(deployment: id, end: explained))
        await discard(id)
        await measure(id)
    }

    /// Measures how it ended; the end is on record, whatever becomes of this.
    private func measure(_ id: Deployment.ID) async {
        do {
            guard let ended = try await deployment(id), case .finished(let finish) = ended.phase else { return }
            if finish.outcome == .succeeded { await measure(ended.order, of: id, deployedAt: finish.finished) }
        } catch {
            context.log.warning("could not read how a deployment ended", ["deployment": id, "error": "\(error)"])
        }
    }

    /// Takes the time from the commit to the run's end, where that is what the run was for.
    private func measure(_ order: Deployment.Order, of id: Deployment.ID, deployedAt end: Instant) async {
        guard order.origin == .git || order.origin == .retry else { return }
        do {
            guard let commit = try await sources[order.source]?.committed(order.revision) else { return }
            context.meter.note(deployedAt: end, committedAt: commit)
        } catch {
            context.log.debug("could not find the time of a commit", ["deployment": id, "error": "\(error)"])
        }
    }

    /// Takes the run's folder down; what cannot be taken down is found again at the next start.
    func discard(_ id: Deployment.ID) async {
        do {
            try await executor.discard(id)
        } catch {
            context.log.warning("could not clear up after a run", ["deployment": id, "error": "\(error)"])
        }
    }
}
