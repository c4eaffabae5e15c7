package import Domain

/// Gives slots to deployments that wait: oldest first, so many at once.
package actor Scheduler<WaitClock: Clock<Duration>> {
    private let concurrency: Int
    private let keeper: RunController<WaitClock>
    private let store: any ReadStore
    private let queue: Wakeup
    private let ended: EndedRuns
    private let hasRoom: @Sendable () async -> Bool
    private let log: any Log
    private var runs: [Deployment.ID: Task<Void, Never>] = [:]

    /// - `queue`: Rung when a deployment waits for a slot.
    /// - `ended`: Told of each run that is over.
    /// - `hasRoom`: Whether there is disk enough to start a run; rings `queue` when there is again.
    package init(
        concurrency: Int,
        keeper: RunController<WaitClock>,
        store: any ReadStore,
        queue: Wakeup,
        ended: EndedRuns = EndedRuns(),
        hasRoom: @escaping @Sendable () async -> Bool = { true },
        log: any Log
    ) {
        self.concurrency = concurrency
        self.keeper = keeper
        self.store = store
        self.queue = queue
        self.ended = ended
        self.hasRoom = hasRoom
        self.log = log
    }

    /// Goes on with what was running, then gives out slots until the surrounding task is cancelled.
    ///
    /// What runs then goes on without this process.
    package func run() async throws {
        for id in try await store.read({ [owner = keeper.owner] in try $0.deployments.running(ownedBy: owner) }) {
            occupy(id) { await $0.takeUp(id) }
        }
        queue.ring()
        for await _ in queue.rings {
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
            let waiting = try await store.read { [concurrency] in try $0.deployments.queued(limit: 2 * concurrency) }
            guard waiting.contains(where: { runs[$0] == nil }), await hasRoom() else { return }
            for id in waiting.filter({ runs[$0] == nil }).prefix(max(0, concurrency - runs.count)) {
                occupy(id) { await $0.run(id) }
            }
        } catch {
            log.error("could not look at the queue", ["error": "\(error)"])
        }
    }

    private func occupy(_ id: Deployment.ID, _ work: @escaping @Sendable (RunController<WaitClock>) async -> Void) {
        runs[id] = Task { [keeper] in
            await work(keeper)
            self.vacate(id)
        }
    }

    private func vacate(_ id: Deployment.ID) {
        runs[id] = nil
        ended.note(id)
        queue.ring()
    }
}
