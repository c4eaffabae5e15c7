import Dispatch
import Platform
import Synchronization
import TestSupport
import Testing

@Suite("Workers")
struct WorkersTests {
    /// Work that waits, and how much of it went on at once.
    private final class Crowd: Sendable {
        private let state = Mutex((now: 0, most: 0))
        let goOn = DispatchSemaphore(value: 0)

        var now: Int { state.withLock(\.now) }
        var most: Int { state.withLock(\.most) }

        func work() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            goOn.wait()
            state.withLock { $0.now -= 1 }
        }
    }

    /// An actor that shares threads.
    private actor Recorder {
        private let executor: BlockingExecutor
        private(set) var numbers: [Int] = []

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(on workers: Workers) {
            executor = BlockingExecutor(on: workers)
        }

        func note(_ number: Int) { numbers.append(number) }
    }

    @Test("do no more at once than they are, and all of it in the end")
    func bounded() async throws {
        let workers = Workers(label: "test", count: 3)
        let crowd = Crowd()
        try await withThrowingTaskGroup { group in
            for _ in 0..<40 { group.addTask { try await workers.run { crowd.work() } } }
            #expect(try await eventually { crowd.now == 3 })
            for _ in 0..<40 { crowd.goOn.signal() }
            try await group.waitForAll()
        }
        #expect(crowd.most == 3)
        #expect(try await workers.run { 7 } == 7)
    }

    @Test("hand back what the work threw")
    func failure() async throws {
        struct Failure: Error {}
        let workers = Workers(label: "test", count: 1)
        await #expect(throws: Failure.self) { try await workers.run { throw Failure() } }
    }

    @Test("let whoever looks something up go when the task is cancelled, be it begun or not")
    func cancelled() async throws {
        let workers = Workers(label: "test", count: 1)
        let crowd = Crowd()
        let looks = (0..<2).map { _ in Task { try await workers.lookUp { crowd.work() } } }
        #expect(try await eventually { crowd.now == 1 })
        for look in looks {
            look.cancel()
            await #expect(throws: CancellationError.self) { try await look.value }
        }
        crowd.goOn.signal()
        #expect(try await workers.lookUp { 7 } == 7)
        // The other one never began.
        #expect(crowd.most == 1 && crowd.now == 0)
    }

    @Test("keep the order of each actor that shares them, however many there are")
    func order() async throws {
        let workers = Workers(label: "test", count: 4)
        let recorders = (0..<50).map { _ in Recorder(on: workers) }
        await withTaskGroup { group in
            for recorder in recorders {
                group.addTask { for number in 0..<100 { await recorder.note(number) } }
            }
        }
        for recorder in recorders { #expect(await recorder.numbers == Array(0..<100)) }
    }

    @Test("hold up no actor that has a thread of its own, and no other line's turn")
    func fair() async throws {
        let workers = Workers(label: "test", count: 2)
        let crowd = Crowd()
        let slow = BlockingExecutor(on: workers)
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await slow.run { crowd.work() } } }
            #expect(try await eventually { crowd.now == 1 })
            #expect(try await BlockingExecutor(on: workers).run { 7 } == 7)
            #expect(try await BlockingExecutor(label: "own").run { 8 } == 8)
            for _ in 0..<20 { crowd.goOn.signal() }
            try await group.waitForAll()
        }
        #expect(crowd.most == 1)
    }
}
