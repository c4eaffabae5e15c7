import Platform
import Synchronization
import TestSupport
import Testing

@Suite("Several turns at once", .endsWhenItHangs)
struct SeveralTurnsTests {
    private let turns = Turns(2)

    /// Counts who is in, and lets them out one by one.
    private final class Door: Sendable {
        private struct State {
            var present = 0
            var most = 0
            var out = 0
        }

        private let state = Mutex(State())

        var present: Int { state.withLock(\.present) }
        var most: Int { state.withLock(\.most) }

        func open(for count: Int) { state.withLock { $0.out += count } }

        func pass() async {
            state.withLock { state in
                state.present += 1
                state.most = max(state.most, state.present)
            }
            _ = await TestSupport.eventually {
                state.withLock { state in
                    guard state.out > 0 else { return Task.isCancelled }
                    state.out -= 1
                    return true
                }
            }
            state.withLock { $0.present -= 1 }
        }
    }

    @Test("let so many work at once, and everybody in the end")
    func bound() async throws {
        let door = Door()
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await turns.run { await door.pass() } } }
            #expect(await TestSupport.eventually { door.present == 2 })
            door.open(for: 20)
            try await group.waitForAll()
        }
        #expect(door.most == 2)
    }

    @Test("are waited for by nobody who is cancelled, and not lost with who gives up")
    func cancelled() async throws {
        let door = Door()
        let working = (0..<2).map { _ in Task { try await turns.run { await door.pass() } } }
        #expect(await TestSupport.eventually { door.present == 2 })
        let waiting = (0..<50).map { _ in Task { try await turns.run { await door.pass() } } }
        for task in waiting { task.cancel() }
        for task in waiting { await #expect(throws: CancellationError.self) { try await task.value } }
        door.open(for: 4)
        for task in working { try await task.value }
        for _ in 0..<2 { try await turns.run { await door.pass() } }
        #expect(door.present == 0)
    }

    @Test("are given back by work that fails")
    func failing() async throws {
        struct Failure: Error {}
        for _ in 0..<5 {
            await #expect(throws: Failure.self) { try await turns.run { throw Failure() } }
        }
        #expect(try await turns.run { 7 } == 7)
    }
}
