internal import Domain

/// Keeps what is deployed in step with what is desired: looks at each service that something has happened to, and
/// at each one whose time has come.
package struct ReconcileLoop: Sendable {
    private let context: DaemonContext
    private let reconciler: ServiceReconciler
    private let heartbeat: Heartbeat?

    /// - `heartbeat`: Beats with every portion of services that was looked at and after every round.
    package init(_ context: DaemonContext, _ reconciler: ServiceReconciler, heartbeat: Heartbeat? = nil) {
        self.context = context
        self.reconciler = reconciler
        self.heartbeat = heartbeat
    }

    /// Runs until the surrounding task is cancelled.
    package func run() async {
        context.workQueue.addAll()
        let ticker = ticker()
        defer { ticker?.cancel() }
        var timer: Task<Void, Never>?
        for await _ in context.workQueue.wakeup.rings {
            if Task.isCancelled { break }
            let began = context.time.sinceBoot()
            await round()
            timer?.cancel()
            timer = await nextTimer(after: began)
            heartbeat?.beat()
        }
        timer?.cancel()
    }

    private func round() async {
        switch context.workQueue.take() {
        case .all: await reconciler.reconcileAll(between: goFirst)
        case .some(let services): await reconciler.reconcile(services.union(await due()).sorted(), between: beat)
        }
    }

    /// Looks at what something has just happened to, before a round over all services goes on; and a long round is no
    /// stuck one.
    private func goFirst() async {
        beat()
        await reconciler.reconcile(context.workQueue.takeSome().sorted(), between: beat)
    }

    private func beat() { heartbeat?.beat() }

    /// Rings again and again, so that rounds, which read the store, show that the loop is not stuck.
    private func ticker() -> Task<Void, Never>? {
        guard let heartbeat else { return nil }
        return Task { [context] in
            while (try? await context.clock.sleep(for: .milliseconds(heartbeat.interval))) != nil {
                context.workQueue.wakeup.ring()
            }
        }
    }

    /// The services whose wait for the next try is over.
    private func due() async -> [Service.ID] {
        let now = context.time.sinceBoot()
        return await waits().filter { $0.backoff.remaining(at: now) == 0 }.map(\.service)
    }

    /// The waits for a next try; none, and a look at everything later, if the store cannot be read.
    private func waits() async -> [(service: Service.ID, backoff: Backoff)] {
        do {
            return try await context.store.read { try $0.attempts.waiting() }
        } catch {
            context.log.error("could not find the next time to look", ["error": "\(error)"])
            context.workQueue.postpone(.all)
            return []
        }
    }

    /// Rings when the next wait is over, or when it is time for what could not be looked at.
    ///
    /// A wait that ended while the last round went on was not over for that round: it is one of them.
    private func nextTimer(after began: BootMoment) async -> Task<Void, Never>? {
        let unseen = await waits().map(\.backoff).filter { $0.remaining(at: began) > 0 }
        let now = context.time.sinceBoot()
        var waits = unseen.map { $0.remaining(at: now) }
        if context.workQueue.hasPostponed { waits.append(Self.postponement) }
        guard let remaining = waits.min() else { return nil }
        return Task { [context] in
            guard (try? await context.clock.sleep(for: .milliseconds(remaining))) != nil else { return }
            context.workQueue.resume()
        }
    }

    /// How long what could not be looked at waits, in milliseconds.
    private static var postponement: Int64 { 1_000 }
}
