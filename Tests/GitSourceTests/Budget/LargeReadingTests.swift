import Domain
import Platform
import Synchronization
import TestSupport
import Testing

@testable import GitSource

@Suite("A large reading", .endsWhenItHangs)
struct LargeReadingTests {
    private let turns = Turns()

    @Test("goes on where it is when a turn is free, and gives it back at its end")
    func free() async throws {
        for _ in 0..<2 {
            var attempts = 0
            let value = try await LargeReading.run(turns) { reading in
                attempts += 1
                for _ in 0..<3 { try reading.goOn() }
                return 7
            }
            #expect(value == 7)
            #expect(attempts == 1)
        }
        #expect(turns.takeIfFree())
    }

    @Test("that has to wait begins anew when it is its turn, and a small one does not wait")
    func waiting() async throws {
        #expect(turns.takeIfFree())
        let attempts = Count()
        let waiting = Task { [turns] in
            try await LargeReading.run(turns) { reading in
                attempts.add()
                try reading.goOn()
                return 7
            }
        }
        #expect(await eventually { attempts.value == 1 })
        #expect(try await LargeReading.run(turns) { _ in 8 } == 8)
        turns.give()
        #expect(try await waiting.value == 7)
        #expect(attempts.value == 2)
        #expect(turns.takeIfFree())
    }

    @Test("waits no longer than anybody waits for it, and one that fails keeps no turn")
    func ended() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await LargeReading.run(turns) { reading in
                try reading.goOn()
                throw Failure()
            }
        }
        #expect(turns.takeIfFree())
        let waiting = Task { [turns] in try await LargeReading.run(turns) { try $0.goOn() } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        turns.give()
        #expect(turns.takeIfFree())
    }

    @Test("is one that looks at more than so many entries, as long as it does not write")
    func entries() async throws {
        #expect(turns.takeIfFree())
        try await LargeReading.run(turns) { reading in
            try BudgetMeter(ReadingBudget(), large: reading).spend(entries: LargeReading.entries)
            let writing = BudgetMeter(ReadingBudget(), large: reading)
            writing.isWriting = true
            try writing.spend(entries: LargeReading.entries + 1)
        }
        let attempts = Count()
        let waiting = Task { [turns] in
            try await LargeReading.run(turns) { reading in
                attempts.add()
                try BudgetMeter(ReadingBudget(), large: reading).spend(entries: LargeReading.entries + 1)
            }
        }
        #expect(await eventually { attempts.value == 1 })
        turns.give()
        try await waiting.value
        #expect(attempts.value == 2)
    }

    @Test("of one source leaves turns to others")
    func shares() async throws {
        let all = Turns(4)
        let (one, other) = (SourceTurns(2, of: all), SourceTurns(2, of: all))
        let gate = Turns()
        #expect(gate.takeIfFree())
        let entered = Count()
        let greedy = (0..<10).map { _ in
            Task {
                try await one.run {
                    entered.add()
                    try await gate.run {}
                }
            }
        }
        #expect(await eventually { entered.value == 2 })
        try await other.run {}
        #expect(entered.value == 2)
        gate.give()
        for task in greedy { try await task.value }
        #expect(entered.value == 10)
    }
}

/// A number that tasks share.
private final class Count: Sendable {
    private let state = Mutex(0)

    var value: Int { state.withLock(\.self) }

    func add() { state.withLock { $0 += 1 } }
}
