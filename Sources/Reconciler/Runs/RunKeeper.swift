package import Domain

/// Takes one deployment from its place in the queue to its end: prepares the run, begins it, takes in what it
/// reports, and records how it ended.
package struct RunKeeper<WaitClock: Clock<Duration>>: Sendable {
    let executor: any RunExecuting
    let sources: [SourceName: any ConfigurationSource]
    let store: any ReadStore
    let commands: any CommandSending
    let circumstances: Circumstances
    let attention: Attention
    let clock: WaitClock
    let log: any Log
    let time: any TimeSource
    let meter: Meter

    package init(
        executor: any RunExecuting,
        sources: [SourceName: any ConfigurationSource],
        store: any ReadStore,
        commands: any CommandSending,
        circumstances: Circumstances,
        attention: Attention,
        clock: WaitClock,
        log: any Log,
        time: any TimeSource,
        meter: Meter
    ) {
        self.executor = executor
        self.sources = sources
        self.store = store
        self.commands = commands
        self.circumstances = circumstances
        self.attention = attention
        self.clock = clock
        self.log = log
        self.time = time
        self.meter = meter
    }

    /// Gives a queued deployment its run, and stays with it to the end.
    ///
    /// Returns early when the surrounding task is cancelled; the run itself goes on, for ``takeUp(_:)`` to find.
    package func run(_ id: Deployment.ID) async {
        let prepared = await persist("prepare", id) { try await prepareQueued(id) }
        guard case .some(.some(let run)) = prepared else { return }
        guard await persist("begin", id, { try await begin(id) }) == true else { return }
        await persist("start", id) { try await start(run) }
        await follow(id)
    }

    /// Goes on with a deployment that was running when the daemon ended.
    package func takeUp(_ id: Deployment.ID) async {
        let lost = await persist("take up", id) { try await prepareLost(id) }
        if case .some(.some(let run)) = lost { await persist("start", id) { try await start(run) } }
        await follow(id)
    }

    /// A run that can be started, unless there is an obstacle.
    private struct PreparedRun {
        let deployment: Deployment
        let obstacle: String?
    }

    private func prepareQueued(_ id: Deployment.ID) async throws -> PreparedRun? {
        guard let deployment = try await deployment(id), deployment.state == .queued else { return nil }
        return PreparedRun(deployment: deployment, obstacle: try await prepare(deployment))
    }

    /// Makes a run ready once more that never started.
    private func prepareLost(_ id: Deployment.ID) async throws -> PreparedRun? {
        guard let deployment = try await deployment(id), deployment.state == .running else { return nil }
        guard try await executor.recover(id) == .neverStarted else { return nil }
        return PreparedRun(deployment: deployment, obstacle: try await prepare(deployment))
    }

    /// Makes the run ready.
    ///
    /// - Returns: What keeps it from being started; nil if nothing does.
    private func prepare(_ deployment: Deployment) async throws -> String? {
        guard let source = sources[deployment.order.source] else {
            return "the source '\(deployment.order.source)' is not in the configuration any more"
        }
        return try await obstacle("the run could not be prepared") {
            try await executor.prepare(RunOrder(deployment: deployment.id, order: deployment.order)) { folder in
                try await source.export(deployment.order, into: folder)
            }
        }
    }

    /// Whether the deployment is running now; if it is not wanted any more, its run is taken down.
    private func begin(_ id: Deployment.ID) async throws -> Bool {
        // An earlier try may have been committed, though its answer was lost.
        if try await deployment(id)?.state == .running { return true }
        if try await commands.send(BeginRun(deployment: id)) == .run { return true }
        await discard(id)
        return false
    }

    private func start(_ run: PreparedRun) async throws {
        let (id, order) = (run.deployment.id, run.deployment.order)
        if let obstacle = run.obstacle { return try await fail(id, because: obstacle) }
        if try await isCancelled(id) { return try await fail(id, because: "it was cancelled before it was started") }
        log.info(
            "deployment started",
            [
                "deployment": "\(id)", "service": order.serviceName.text, "version": order.version,
                "revision": order.revision.hex, "reason": order.reason,
            ]
        )
        let obstacle = try await obstacle("the run could not be started") { try await executor.start(id) }
        if let obstacle { try await fail(id, because: obstacle) }
    }

    /// What kept `work` from being done; nil if nothing did.
    ///
    /// - Throws: `CancellationError` when the daemon ends: that is no fault of the run.
    private func obstacle(_ task: String, _ work: () async throws -> Void) async throws -> String? {
        do {
            try await work()
            return nil
        } catch {
            try Task.checkCancellation()
            return "\(task): \(error)"
        }
    }

    private func fail(_ id: Deployment.ID, because message: String) async throws {
        guard try await deployment(id)?.state == .running else { return }
        try await finish(id, RunEnd(outcome: .failed, message: message))
    }

    /// Takes in what the run reports until it is over.
    private func follow(_ id: Deployment.ID) async {
        await persist("follow", id) {
            guard let deployment = try await deployment(id), deployment.state == .running else { return }
            // The word may have come before there was a run to tell, or to a daemon that ended before telling it.
            if deployment.cancellation != nil { try await executor.cancel(id) }
            var offset = deployment.reportOffset
            while !Task.isCancelled {
                switch try await executor.next(id, after: offset) {
                case .reports(let reports, let end):
                    try await commands.send(ProcessStep(deployment: id, reports: reports, from: offset, to: end))
                    offset = end
                case .ended(let end): return try await finish(id, end)
                }
            }
        }
    }

    private func isCancelled(_ id: Deployment.ID) async throws -> Bool {
        try await deployment(id)?.cancellation != nil
    }

    func deployment(_ id: Deployment.ID) async throws -> Deployment? {
        try await store.read { try $0.deployments.find(id) }
    }
}
