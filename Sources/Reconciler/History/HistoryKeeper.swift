package import Domain

/// Keeps the past within its limits: forgets in small pieces, so that nobody waits for it, and takes a run's output
/// down before its record, so that no file is left that nothing names.
package actor HistoryKeeper {
    let context: DaemonContext
    let limits: RetentionLimits
    private let outputs: any RunOutputKeeping
    private let disk: any DiskMeasuring
    private let board: DiskBoard
    private var book: OutputBook?
    var events = EventBook()
    private var failures: [String: String] = [:]
    /// The deployments whose outputs could not be taken down, which was said.
    private var stuck: Set<Deployment.ID> = []

    package init(
        _ context: DaemonContext,
        _ outputs: any RunOutputKeeping,
        _ disk: any DiskMeasuring,
        _ board: DiskBoard
    ) {
        self.context = context
        self.outputs = outputs
        self.disk = disk
        self.board = board
        limits = board.limits
    }

    /// Between two looks without a reason, in milliseconds: ten minutes, less where things go that are younger.
    static func interval(_ limits: RetentionLimits) -> Int64 { max(1_000, min(600_000, (limits.age ?? .max) / 16)) }

    /// Looks at the start, after each run and every now and then, until the surrounding task is cancelled.
    package func run() async {
        let ticker = Task { [context, interval = Self.interval(limits)] in
            while (try? await context.clock.sleep(for: .milliseconds(interval))) != nil { context.ended.wakeup.ring() }
        }
        defer { ticker.cancel() }
        context.ended.wakeup.ring()
        for await _ in context.ended.wakeup.rings {
            if Task.isCancelled { break }
            await look()
        }
    }

    /// Looks once; one part that fails keeps no other from being done.
    package func look() async {
        await attempt("look at the outputs of runs") { try await self.weigh() }
        await attempt("take old outputs down") { try await self.cutOutputs() }
        await attempt("forget old history") { try await self.forget() }
        await attempt("make the store smaller") { while try await self.shrink() {} }
        await attempt("look at what takes the disk") { try await self.measure() }
    }

    /// Does what is due, and says once why it cannot be done.
    private func attempt(_ task: String, _ work: () async throws -> Void) async {
        guard !Task.isCancelled else { return }
        do {
            try await work()
            failures[task] = nil
        } catch is CancellationError {
            return
        } catch {
            let words = "\(error)"
            if failures[task] != words { context.log.error("could not \(task)", ["error": words]) }
            failures[task] = words
        }
    }
}

extension HistoryKeeper {
    /// Takes note of the outputs that there are: of all at the start, then of those that have come.
    private func weigh() async throws {
        let new = context.ended.take()
        guard book != nil else {
            book = OutputBook(try await outputs.sizes())
            return
        }
        do {
            for deployment in new {
                let size = try await outputs.size(of: deployment)
                book?[deployment] = size
            }
        } catch {
            // All are looked at once more the next time.
            book = nil
            throw error
        }
    }

    private func cutOutputs() async throws {
        for deployment in book?.surplus(over: limits.totalLogBytes) ?? [] {
            _ = try await takeDown(deployment)
        }
    }

    /// Whether the output is gone; one that cannot be taken down keeps no other.
    func takeDown(_ deployment: Deployment.ID) async throws -> Bool {
        try Task.checkCancellation()
        do {
            try await outputs.remove(deployment)
            book?[deployment] = nil
            stuck.remove(deployment)
            return true
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            guard stuck.insert(deployment).inserted else { return false }
            context.log.error(
                "could not take the output of a run down",
                ["deployment": deployment, "error": "\(error)"]
            )
            return false
        }
    }

    private func shrink() async throws -> Bool {
        try Task.checkCancellation()
        return try await context.commands.send(ShrinkStore())
    }

    private func measure() async throws {
        let (use, now, total) = (try await disk.use(), context.time.now(), book?.total)
        board.change { note in
            note.use = use
            note.outputs = total
            note.observed = now
        }
    }
}
