import Platform
import Synchronization
import Testing

@Suite("A blocking executor")
struct BlockingExecutorTests {
    private actor Counter {
        private let executor = BlockingExecutor(label: "counter")
        private var count = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        func increase() -> Int {
            count += 1
            return count
        }
    }

    @Test("runs an actor's work one piece at a time")
    func serial() async {
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { _ = await counter.increase() } }
        }

        #expect(await counter.increase() == 101)
    }

    @Test("hands back what the work made or threw")
    func work() async throws {
        struct Failure: Error {}
        let executor = BlockingExecutor(label: "work")

        #expect(try await executor.run { 7 } == 7)
        await #expect(throws: Failure.self) { try await executor.run { throw Failure() } }
    }
}
