internal import Domain

/// Gives slots to deployments that wait: oldest first, so many at once.
package actor Scheduler {
    private let context: DaemonContext
    private let controller: RunController
    private let concurrency: Int
    private let hasRoom: @Sendable () async -> Bool
    private var runs: [Deployment.ID: Task<Void, Never>] = [:]

    /// - `hasRoom`: Whether there is disk enough to start a run; rings the queue when there is again.
    package init(
        _ context: DaemonContext,
        _ controller: RunController,
        concurrency: Int,
        hasRoom: @escaping @Sendable () async -> Bool = { true }
    ) {
        self.context = context
        self.controller = controller
        self.concurrency = concurrency
        self.hasRoom = hasRoom
    }

    /// Goes on with what was running, then gives out slots until the surrounding task is cancelled.
    ///
    /// What runs then goes on without this process.
    package func run() async throws {
        for id in try await context.store.read({ [owner = controller.owner] in
            try $0.deployments.running(ownedBy: owner)
        }) {
            occupy(id) { await $0.takeUp(id) }
        }
        context.queue.ring()
        for await _ in context.queue.rings {
            if Task.isCancelled { break }
            await fill()
        }
        runs.values.forEach { $0.cancel() }
        for run in runs.values { await run.value }
    }

    private func fill() async {
        let free = concurrency - runs.count
        guard free > 0 else { return }
        do {
            let waiting = try await context.store.read { [concurrency] in
                try $0.deployments.queued(limit: 2 * concurrency)
            }
            guard waiting.contains(where: { runs[$0] == nil }), await hasRoom() else { return }
            for id in waiting.filter({ runs[$0] == nil }).prefix(max(0, concurrency - runs.count)) {
                occupy(id) { await $0.run(id) }
            }
        } catch {
            context.log.error("could not look at the queue", ["error": "\(error)"])
        }
    }

    private func occupy(_ id: Deployment.ID, _ work: @escaping @Sendable (RunController) async -> Void) {
        runs[id] = Task { [controller] in
            await work(controller)
            self.vacate(id)
        }
    }

    private func vacate(_ id: Deployment.ID) {
        runs[id] = nil
        context.ended.note(id)
        context.queue.ring()
    }
}
