package import Domain

/// Takes one deployment from its place in the queue to its end: prepares the run, begins it, takes in what it
/// reports, and records how it ended.
package struct RunController: Sendable {
    let context: DaemonContext
    let executor: any RunExecuting
    let sources: [SourceName: any ConfigurationSource]
    /// The state dir in which the executor's runs are.
    let owner: RunOwner.ID

    package init(
        _ context: DaemonContext,
        _ executor: any RunExecuting,
        _ sources: [ScheduledSource],
        owner: RunOwner.ID
    ) {
        self.context = context
        self.executor = executor
        self.sources = Dictionary(sources.map { ($0.source.name, $0.source) }) { first, _ in first }
        self.owner = owner
    }

    /// Gives a queued deployment its run, and stays with it to the end.
    ///
    /// Returns early when the surrounding task is cancelled; the run itself goes on, for ``takeUp(_:)`` to find.
    package func run(_ id: Deployment.ID) async {
        guard let preparation = await persist("prepare", id, { try await prepareQueued(id) }) else { return }
        guard !preparation.isNothing, let isBegun = await persist("begin", id, { try await begin(id) }) else { return }
        if isBegun {
            await stay(with: id, preparation)
        } else {
            // Gives the lock back, without which the folder stays.
            _ = consume preparation
            await discard(id)
        }
    }

    /// Goes on with a deployment that was running when the daemon ended.
    package func takeUp(_ id: Deployment.ID) async {
        guard let preparation = await persist("take up", id, { try await prepareLost(id) }) else { return }
        await stay(with: id, preparation)
    }

    /// Starts a run, and follows it to its end.
    private func stay(with id: Deployment.ID, _ preparation: consuming Preparation) async {
        if await start(id, preparation) { return await follow(id) }
        // Cut short only by cancellation, which is looked at next.
        try? await context.clock.sleep(for: .seconds(1))
        await takeUp(id)
    }

    /// Prepares the run of a deployment, as long as that waits for it.
    private func prepareQueued(_ id: Deployment.ID) async throws -> Preparation {
        guard let deployment = try await deployment(id), deployment.state == .queued else { return .nothing }
        do {
            return try await prepare(deployment)
        } catch let unavailable as StoreUnavailable {
            // It may be over when it is looked at again.
            await discard(id)
            throw unavailable
        }
    }

    /// Makes a run ready once more that never started.
    private func prepareLost(_ id: Deployment.ID) async throws -> Preparation {
        guard let deployment = try await deployment(id), deployment.state == .running else { return .nothing }
        guard try await executor.recover(id) == .neverStarted else { return .nothing }
        return try await prepare(deployment)
    }

    /// Makes the run ready.
    ///
    /// - Throws: What is no fault of the run: `CancellationError` when the daemon ends, and ``StoreUnavailable``.
    private func prepare(_ deployment: Deployment) async throws -> Preparation {
        let (id, order) = (deployment.id, deployment.order)
        guard let source = sources[order.source] else {
            return .obstacle("the source '\(order.source)' is not in the configuration any more")
        }
        do {
            return .ready(
                try await executor.prepare(RunRequest(deployment: id, order: order)) { folder in
                    try await context.exports.carryOut(id) {
                        guard try await isWanted(id) else { throw CancellationError() }
                        try await source.export(order, into: folder)
                    }
                }
            )
        } catch {
            try Task.checkCancellation()
            guard !(error is StoreUnavailable) else { throw error }
            return .obstacle("the run could not be prepared: \(error)")
        }
    }

    /// Whether the deployment is running now.
    private func begin(_ id: Deployment.ID) async throws -> Bool {
        // An earlier try may have been committed, though its answer was lost.
        if try await deployment(id)?.state == .running { return true }
        return try await context.commands.send(BeginRun(deployment: id, owner: owner)) == .run
    }

    /// Starts the run of a deployment that is running, or ends the deployment if that cannot be.
    ///
    /// - Returns: False if the run has to be made ready once more, because the store could not be asked.
    private func start(_ id: Deployment.ID, _ preparation: consuming Preparation) async -> Bool {
        guard case .some(.some(let deployment)) = await persist("start", id, { try await deployment(id) }) else {
            return true
        }
        if deployment.cancellation != nil { preparation.cancel() }
        switch consume preparation {
        case .nothing: break
        case .obstacle(let message): await fail(id, because: message)
        case .ready(let run):
            do {
                try await run.start()
            } catch {
                // What the daemon's end cuts short is no fault of the run, nor is a store that does not answer.
                guard !Task.isCancelled else { break }
                if let unavailable = error as? StoreUnavailable {
                    tellDelay(of: id, unavailable)
                    return false
                }
                await fail(id, because: "the run could not be started: \(error)")
            }
        }
        return true
    }

    private func tellDelay(of id: Deployment.ID, _ error: StoreUnavailable) {
        context.log.error("could not start a deployment", ["deployment": id, "error": "\(error)"])
    }

    private func fail(_ id: Deployment.ID, because message: String) async {
        await persist("end", id) {
            guard try await deployment(id)?.state == .running else { return }
            try await finish(id, RunEnd(outcome: .failed, message: message))
        }
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
                    try await context.commands.send(
                        ProcessStep(deployment: id, reports: reports, from: offset, to: end)
                    )
                    offset = end
                case .ended(let end): return try await finish(id, end)
                }
            }
        }
    }

    /// Whether the deployment is still to have its run.
    ///
    /// - Throws: ``StoreUnavailable``.
    private func isWanted(_ id: Deployment.ID) async throws -> Bool {
        guard let deployment = try await StoreUnavailable.unlessAnswered({ try await deployment(id) }) else {
            return false
        }
        return !deployment.state.isFinished && deployment.cancellation == nil
    }

    func deployment(_ id: Deployment.ID) async throws -> Deployment? {
        try await context.store.read { try $0.deployments.find(id) }
    }
}

/// What was made ready for a deployment.
private enum Preparation: ~Copyable {
    /// There is nothing to be started.
    case nothing
    /// What keeps the run from being started.
    case obstacle(String)
    case ready(any PreparedRun & ~Copyable)

    /// Gives back what was made ready.
    mutating func cancel() {
        if !isNothing { self = .obstacle("it was cancelled before it was started") }
    }

    var isNothing: Bool {
        switch self {
        case .nothing: true
        case .obstacle: false
        case .ready: false
        }
    }
}
