import Dispatch
import Domain
import Synchronization
import TestSupport
import Testing

@testable import Persistence

@Suite("A read store on SQLite")
struct SQLiteReadStoreTests {
    @Test("waits for no writer, and sees what is committed")
    func besideWriter() async throws {
        let store = try StoreKind.sqlite.make()
        try await store.fill()
        let (written, writing) = AsyncStream.makeStream(of: Void.self)
        let goOn = DispatchSemaphore(value: 0)

        async let work = store.perform { transaction in
            try transaction.save(Service.sample(id: 2, .sample(name: "db")))
            writing.yield()
            goOn.wait()
        }
        for await _ in written { break }
        let during = try await store.read { try $0.services.activeIdentifiers().count }
        goOn.signal()
        _ = try await work

        #expect(during == 1)
        #expect(try await store.read { try $0.services.activeIdentifiers().count } == 2)
    }

    @Test("shows one moment, however long the work takes")
    func snapshot() async throws {
        let store = try StoreKind.sqlite.make()
        try await store.fill()
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let goOn = DispatchSemaphore(value: 0)

        async let counts = store.read { reading in
            let before = try reading.services.activeIdentifiers().count
            beginning.yield()
            goOn.wait()
            return [before, try reading.services.activeIdentifiers().count]
        }
        for await _ in begun { break }
        try await store.perform { try $0.save(Service.sample(id: 2, .sample(name: "db"))) }
        // Another reader is free meanwhile, and sees the new moment.
        let other = try await store.read { try $0.services.activeIdentifiers().count }
        goOn.signal()

        #expect(try await counts == [1, 1])
        #expect(other == 2)
    }

    @Test("ends a read with its task where it reads on, and reads again afterwards")
    func cancelled() async throws {
        let store = try StoreKind.sqlite.make()
        try await store.fill()
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)

        let task = Task {
            try await store.read { reading in
                beginning.yield()
                let end = ContinuousClock.now + .seconds(180)
                while ContinuousClock.now < end { _ = try reading.services.activeIdentifiers() }
            }
        }
        for await _ in begun { break }
        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await store.read { try $0.services.activeIdentifiers().count } == 1)
    }

    @Test("begins no read whose task is cancelled while it waits")
    func neverBegun() async throws {
        let store = try StoreKind.sqlite.make()
        try await store.fill()
        let readStore = try SQLiteReadStore(path: try #require(store.folder).store, readers: 1)
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        let goOn = DispatchSemaphore(value: 0)
        let others = Count()

        async let first: Void = readStore.read { _ in
            beginning.yield()
            goOn.wait()
        }
        for await _ in begun { break }
        let tasks = (0..<100).map { _ in Task { try await readStore.read { _ in others.increase() } } }
        for task in tasks { task.cancel() }
        goOn.signal()
        try await first

        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(others.value == 0)
    }

    @Test("answers many at once")
    func many() async throws {
        let store = try StoreKind.sqlite.make()
        try await store.fill()

        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await store.read { try $0.services.activeIdentifiers().count } } }
            return try await group.reduce(0, +)
        }

        #expect(found == 100)
    }
}

private final class Count: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increase() { count.withLock { $0 += 1 } }
}
