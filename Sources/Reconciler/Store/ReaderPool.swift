package import Domain
internal import Synchronization

/// Readers of the store for some of those who ask, with limits, so that others do not wait for them.
package final class ReaderPool: ReadStore {
    /// What it is called in metrics.
    let name: String
    private let store: any ReadStore
    private let limits: ReadLimits
    private let clock: any Clock<Duration>
    private let places: Places
    private let outcomes = Mutex<[ReadOutcome: Int64]>([:])

    /// - `store`: What reads; nobody else asks it.
    package init(
        _ name: String,
        _ store: any ReadStore,
        _ limits: ReadLimits,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.name = name
        self.store = store
        self.limits = limits
        self.clock = clock
        places = Places(limits.readers, waiting: limits.waiting)
    }

    /// How much goes on now, and how what went on before ended.
    struct Activity: Sendable {
        let running: Int
        let waiting: Int
        let outcomes: [ReadOutcome: Int64]
    }

    var activity: Activity {
        let (running, waiting) = places.counts
        return Activity(running: running, waiting: waiting, outcomes: outcomes.withLock { $0 })
    }

    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (any Reading) throws -> Value
    ) async throws -> Value {
        do {
            let value = try await limited { [places, store] in
                try await places.withPlace { try await store.read(work) }
            }
            note(.completed)
            return value
        } catch {
            note(Self.outcome(of: error))
            throw error
        }
    }

    package func close() async { await store.close() }

    private func limited<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // A task of its own is cancelled with nobody.
        guard limits.isCancellable else { return try await Task { try await work() }.value }
        guard let seconds = limits.seconds else { return try await work() }
        return try await TimeLimit.hold(seconds, by: clock, work)
    }

    private func note(_ outcome: ReadOutcome) { outcomes.withLock { $0[outcome, default: 0] += 1 } }

    private static func outcome(of error: any Error) -> ReadOutcome {
        switch error {
        case Overload.queueFull: .refused
        case Overload.timedOut: .timedOut
        case is CancellationError, Overload.closing: .cancelled
        default: .completed
        }
    }
}
