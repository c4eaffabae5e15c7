import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("Readers of the store for some of those who ask")
struct ReaderPoolTests {
    private let store = HoldingStore()
    private let clock = ManualClock()

    private func pool(_ limits: ReadLimits) -> ReaderPool { ReaderPool("test", store, limits, clock: clock) }

    private func ask(_ pool: ReaderPool) -> Task<Int, any Error> { Task { try await pool.read { _ in 1 } } }

    @Test("read so much at once, let so many wait, and refuse the others at once")
    func bounded() async throws {
        let pool = pool(ReadLimits(readers: 2, waiting: 3))
        let first = (0..<5).map { _ in ask(pool) }
        #expect(await eventually { store.underWay == 2 && pool.activity.waiting == 3 })

        for _ in 0..<50 { await #expect(throws: Overload.queueFull) { try await pool.read { _ in 1 } } }
        #expect(store.begun == 2)
        store.release()
        #expect(await eventually { store.begun == 4 })
        store.release()
        #expect(await eventually { store.begun == 5 })
        store.release()

        for task in first { #expect(try await task.value == 1) }
        let activity = pool.activity
        #expect(activity.running == 0 && activity.waiting == 0)
        #expect(activity.outcomes == [.completed: 5, .refused: 50])
    }

    @Test("interrupt a read whose time is over, whether it has begun or not")
    func timedOut() async throws {
        let pool = pool(ReadLimits(readers: 1, waiting: 1, seconds: 10))
        let tasks = (0..<2).map { _ in ask(pool) }
        #expect(await eventually { store.underWay == 1 && pool.activity.waiting == 1 && clock.sleeping == 2 })
        clock.advance(by: .seconds(10))

        for task in tasks { await #expect(throws: Overload.timedOut(10)) { try await task.value } }
        #expect(store.begun == 1)
        #expect(store.underWay == 0)
        #expect(pool.activity.outcomes == [.timedOut: 2])
    }

    @Test("give the place of a read that is given up to the next one that is wanted")
    func cancelled() async throws {
        let pool = pool(ReadLimits(readers: 1, waiting: 600, seconds: 10))
        let held = ask(pool)
        #expect(await eventually { store.underWay == 1 })
        let unwanted = (0..<600).map { _ in ask(pool) }
        #expect(await eventually { pool.activity.waiting == 600 })
        for task in unwanted { task.cancel() }
        // Waiting ends at once, although nothing has been read meanwhile.
        for task in unwanted { await #expect(throws: CancellationError.self) { try await task.value } }
        let wanted = ask(pool)
        held.cancel()

        await #expect(throws: CancellationError.self) { try await held.value }
        #expect(await eventually { store.underWay == 1 })
        store.release()
        #expect(try await wanted.value == 1)
        #expect(store.begun == 2)
        #expect(pool.activity.outcomes == [.completed: 1, .cancelled: 601])
    }

    @Test("end by themselves for the daemon, whose tasks look for cancellation where they like")
    func daemon() async throws {
        let readers = StoreReaders(clock: clock) { _ in store }
        let task = Task { try await readers.daemon.read { _ in 1 } }
        #expect(await eventually { store.underWay == 1 })
        task.cancel()
        store.release()
        #expect(try await task.value == 1)
    }

    @Test("are apart: neither the daemon, nor people, nor who may ask waits for requests")
    func apart() async throws {
        let holding = store
        let quick = FakeUnitOfWork()
        var opened = 0
        let readers = StoreReaders(clock: clock) { _ in
            opened += 1
            return opened == 2 ? holding as any ReadStore : quick
        }
        let requests = (0..<100).map { _ in Task { try await readers.requests.read { _ in 1 } } }
        #expect(await eventually { holding.underWay == 2 && readers.requests.activity.waiting == 64 })

        for pool in [readers.daemon, readers.control, readers.access, readers.feed] {
            #expect(try await pool.read { _ in 1 } == 1)
        }
        #expect(readers.requests.activity.outcomes == [.refused: 34])
        for task in requests { task.cancel() }
        for task in requests { _ = await task.result }
    }

    @Test("say how much is read, how much waits, and what became of the rest")
    func measured() async throws {
        let pool = pool(ReadLimits(readers: 1, waiting: 1))
        let tasks = (0..<2).map { _ in ask(pool) }
        #expect(await eventually { store.underWay == 1 && pool.activity.waiting == 1 })
        await #expect(throws: Overload.queueFull) { try await pool.read { _ in 1 } }

        let families = ReadMetrics(pools: [pool]).families
        #expect(
            families.map(\.name) == ["reconciler_reads_total", "reconciler_reads_running", "reconciler_reads_waiting"]
        )
        #expect(families[1].samples == [.init(.integer(1), ["pool": "test"])])
        #expect(families[2].samples == [.init(.integer(1), ["pool": "test"])])
        #expect(families[0].samples.contains(.init(.integer(1), ["pool": "test", "outcome": "refused"])))
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
    }
}
