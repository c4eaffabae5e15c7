import Platform
import Synchronization
import TestSupport
import Testing

@Suite("Turns")
struct TurnsTests {
    /// Who had a turn, in order, and who has it.
    private final class Record: Sendable {
        private let state = Mutex((order: [Int](), busy: 0))

        var order: [Int] { state.withLock(\.order) }

        /// - Returns: How many have a turn now.
        func begin(_ number: Int) -> Int {
            state.withLock { state in
                state.order.append(number)
                state.busy += 1
                return state.busy
            }
        }

        func end() { state.withLock { $0.busy -= 1 } }
    }

    @Test("are one at a time, in the order in which the tasks came")
    func order() async throws {
        let turns = Turns()
        let record = Record()
        try await turns.take()
        let tasks = (0..<50).map { number in
            Task.immediate {
                try await turns.take()
                #expect(record.begin(number) == 1)
                await Task.yield()
                record.end()
                turns.give()
            }
        }
        turns.give()
        for task in tasks { try await task.value }
        #expect(record.order == Array(0..<50))
    }

    @Test("come to those who are urgent before all others, in the order in which they came")
    func urgent() async throws {
        let turns = Turns()
        let record = Record()
        #expect(turns.takeIfFree())
        #expect(!turns.takeIfFree())
        let tasks = (0..<20).map { number in
            Task.immediate {
                try await turns.take(urgently: number % 2 == 1)
                #expect(record.begin(number) == 1)
                record.end()
                turns.give()
            }
        }
        turns.give()
        for task in tasks { try await task.value }
        #expect(record.order == Array(stride(from: 1, to: 20, by: 2)) + Array(stride(from: 0, to: 20, by: 2)))
        #expect(turns.takeIfFree())
    }

    @Test("pass by a task that is cancelled while it waits, whenever that is")
    func cancelled() async throws {
        let turns = Turns()
        for round in 0..<1_000 {
            try await turns.take()
            let waiting = Task { try await turns.take() }
            if round % 2 == 0 { await Task.yield() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            turns.give()
        }
        try await turns.take()
        turns.give()
    }
}
