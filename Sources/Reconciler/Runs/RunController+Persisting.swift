internal import Domain

extension RunController {
    /// Does the work again after a second when it fails, until it is done or the task is cancelled: nothing that a
    /// run says is given up because the disk was full for a while.
    ///
    /// - Returns: Nil if the task was cancelled before it was done.
    @discardableResult
    func persist<Value: ~Copyable>(
        _ task: String,
        _ id: Deployment.ID,
        _ work: () async throws -> Value
    ) async -> Value? {
        var said: String?
        while !Task.isCancelled {
            do {
                let value = try await work()
                note([], of: id)
                return value
            } catch is CancellationError {
                return nil
            } catch let leftovers as RunLeftovers {
                note(leftovers.processes, of: id)
                // Cut short only by cancellation, which the loop looks at.
                try? await context.clock.sleep(for: .seconds(5))
            } catch {
                let words = "\(error)"
                if said != words {
                    context.log.error("could not \(task) a deployment", ["deployment": id, "error": words])
                }
                said = words
                // Cut short only by cancellation, which the loop looks at.
                try? await context.clock.sleep(for: .seconds(1))
            }
        }
        return nil
    }

    /// Tells the plan what cannot be ended of a run, so that it holds the service and says why.
    private func note(_ leftovers: [String], of id: Deployment.ID) {
        guard context.runtimeState.note(leftovers, of: id) else { return }
        if leftovers.isEmpty {
            context.log.info("nothing is left any more of a run that could not be ended", ["deployment": id])
        } else {
            context.log.error("a run cannot be ended", ["deployment": id, "processes": leftovers])
        }
        context.workQueue.addAll()
    }
}
