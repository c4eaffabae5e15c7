package import Domain

/// Takes one deployment from its place in the queue to its end: prepares the run, begins it, takes in what it
/// reports, and records how it ended.
package struct RunKeeper<WaitClock: Clock<Duration>>: Sendable {
    private let executor: any RunExecuting
    private let sources: [SourceName: any ConfigurationSource]
    private let store: any ReadStore
    private let commands: any CommandSending
    private let clock: WaitClock
    private let log: any Log

    package init(
        executor: any RunExecuting,
        sources: [SourceName: any ConfigurationSource],
        store: any ReadStore,
        commands: any CommandSending,
        clock: WaitClock,
        log: any Log
    ) {
        self.executor = executor
        self.sources = sources
        self.store = store
        self.commands = commands
        self.clock = clock
        self.log = log
    }

    /// Gives a queued deployment its run, and stays with it to the end.
    ///
    /// Returns early when the surrounding task is cancelled; the run itself goes on, for ``takeUp(_:)`` to find.
    package func run(_ id: Deployment.ID) async {
        await persist("begin", id) {
            guard let deployment = try await deployment(id), deployment.state == .queued else { return }
            let obstacle = await prepare(deployment)
            guard try await commands.send(BeginRun(deployment: id)) == .run else {
                return try await executor.discard(id)
            }
            if let obstacle { return try await fail(id, because: obstacle) }
            try await start(deployment)
        }
        await follow(id)
    }

    /// Goes on with a deployment that was running when the daemon ended.
    package func takeUp(_ id: Deployment.ID) async {
        await persist("take up", id) {
            guard let deployment = try await deployment(id), deployment.state == .running else { return }
            guard try await executor.recover(id) == .neverStarted else { return }
            if let obstacle = await prepare(deployment) { return try await fail(id, because: obstacle) }
            try await start(deployment)
        }
        await follow(id)
    }

    /// Makes the run ready.
    ///
    /// - Returns: What keeps it from being started; nil if nothing does.
    private func prepare(_ deployment: Deployment) async -> String? {
        guard let source = sources[deployment.order.source] else {
            return "the source '\(deployment.order.source)' is not in the configuration any more"
        }
        do {
            try await executor.prepare(RunOrder(deployment: deployment.id, order: deployment.order)) { folder in
                try await source.export(deployment.order, into: folder)
            }
            return nil
        } catch {
            return "the run could not be prepared: \(error)"
        }
    }

    private func start(_ deployment: Deployment) async throws {
        let order = deployment.order
        log.info(
            "deployment started",
            [
                "deployment": "\(deployment.id)", "service": order.serviceName.text, "version": order.version,
                "revision": order.revision.hex, "reason": order.reason,
            ]
        )
        do {
            try await executor.start(deployment.id)
        } catch {
            try await fail(deployment.id, because: "the run could not be started: \(error)")
        }
    }

    private func fail(_ id: Deployment.ID, because message: String) async throws {
        try await finish(id, RunEnd(outcome: .failed, message: message))
    }

    /// Takes in what the run reports until it is over.
    private func follow(_ id: Deployment.ID) async {
        await persist("follow", id) {
            guard let deployment = try await deployment(id), deployment.state == .running else { return }
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

    private func finish(_ id: Deployment.ID, _ end: RunEnd) async throws {
        try await commands.send(FinishDeployment(deployment: id, end: end))
        log.info(
            "deployment ended",
            ["deployment": "\(id)", "state": end.outcome.rawValue, "message": end.message ?? ""]
        )
        do {
            try await executor.discard(id)
        } catch {
            log.warning("could not clear up after a run", ["deployment": "\(id)", "error": "\(error)"])
        }
    }

    private func deployment(_ id: Deployment.ID) async throws -> Deployment? {
        try await store.read { try $0.deployments.find(id) }
    }

    /// Does the work again after a second when it fails, until it is done or the task is cancelled: nothing that a
    /// run says is given up because the disk was full for a while.
    private func persist(_ task: String, _ id: Deployment.ID, _ work: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                return try await work()
            } catch is CancellationError {
                return
            } catch {
                log.error("could not \(task) a deployment", ["deployment": "\(id)", "error": "\(error)"])
                try? await clock.sleep(for: .seconds(1))
            }
        }
    }
}
