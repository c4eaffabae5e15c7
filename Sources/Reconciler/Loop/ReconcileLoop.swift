package import Domain

/// Keeps what is deployed in step with what is desired: looks at each service that something has happened to, and
/// at each one whose time has come.
package struct ReconcileLoop<WaitClock: Clock<Duration>>: Sendable {
    private let evaluation: Evaluation
    private let attention: Attention
    private let store: any ReadStore
    private let time: any TimeSource
    private let clock: WaitClock
    private let log: any Log

    package init(
        evaluation: Evaluation,
        attention: Attention,
        store: any ReadStore,
        time: any TimeSource,
        clock: WaitClock,
        log: any Log
    ) {
        self.evaluation = evaluation
        self.attention = attention
        self.store = store
        self.time = time
        self.clock = clock
        self.log = log
    }

    /// Runs until the surrounding task is cancelled.
    package func run() async {
        attention.askForAll()
        var timer: Task<Void, Never>?
        for await _ in attention.wakeup.rings {
            if Task.isCancelled { break }
            await round()
            timer?.cancel()
            timer = await nextTimer()
        }
        timer?.cancel()
    }

    private func round() async {
        do {
            switch attention.take() {
            case .all: try await evaluation.evaluateAll()
            case .some(let services): await evaluation.evaluate(services.union(try await due()).sorted())
            }
        } catch {
            log.error("a round of the loop failed", ["error": "\(error)"])
        }
    }

    /// The services whose wait for the next try is over.
    private func due() async throws -> [Service.ID] {
        let now = time.sinceBoot()
        return try await waits().filter { $0.backoff.remaining(at: now) == 0 }.map(\.service)
    }

    private func waits() async throws -> [(service: Service.ID, backoff: Backoff)] {
        try await store.read { try $0.attempts.waiting() }
    }

    /// Rings when the next wait is over; nothing waits while the store cannot be read, which the next round tells.
    private func nextTimer() async -> Task<Void, Never>? {
        let now = time.sinceBoot()
        let remaining: Int64?
        do {
            remaining = try await waits().map { $0.backoff.remaining(at: now) }.filter { $0 > 0 }.min()
        } catch {
            log.error("could not find the next time to look", ["error": "\(error)"])
            remaining = 1_000
        }
        guard let remaining else { return nil }
        return Task { [attention, clock] in
            guard (try? await clock.sleep(for: .milliseconds(remaining))) != nil else { return }
            attention.ask(for: [])
        }
    }
}
