import Domain
import Reconciler
import Synchronization
import TestSupport
import Testing

@Suite("The loop's heartbeat")
struct HeartbeatTests {
    /// A loop over `store` that beats into `beats`.
    private func loop(_ live: LiveWorkshop, _ store: any ReadStore, _ beats: Beats) -> ReconcileLoop {
        ReconcileLoop(
            live.context(reading: store),
            live.reconciler,
            heartbeat: Heartbeat(interval: 1_000) { beats.add() }
        )
    }

    @Test("beats once an interval while nothing happens")
    func idle() async throws {
        let (live, beats) = (LiveWorkshop(), Beats())
        let task = Task { [loop = loop(live, live.store, beats)] in await loop.run() }
        defer { task.cancel() }
        for round in 1...3 {
            #expect(await eventually { beats.count >= round && live.clock.sleeping == 1 })
            live.pass(1_000)
        }
        #expect(await eventually { beats.count >= 4 })
    }

    @Test("stops when the store does not answer")
    func stuck() async throws {
        let (live, beats) = (LiveWorkshop(), Beats())
        let store = SilentStore()
        let task = Task { [loop = loop(live, store, beats)] in await loop.run() }
        defer { task.cancel() }
        #expect(await eventually { store.questions == 1 && live.clock.sleeping == 1 })
        live.pass(1_000)
        #expect(await eventually { live.clock.sleeping == 1 })
        #expect(beats.count == 0)
    }
}

/// How often the loop has beaten.
private final class Beats: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func add() { number.withLock { $0 += 1 } }
}

/// A store that never answers.
private final class SilentStore: ReadStore {
    private let number = Mutex(0)

    var questions: Int { number.withLock { $0 } }

    func read<Value: Sendable>(_: @escaping @Sendable (any Reading) throws -> Value) async throws -> Value {
        number.withLock { $0 += 1 }
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    func close() async {}
}
