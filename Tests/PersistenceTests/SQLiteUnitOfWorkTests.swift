import Domain
import Foundation
import TestSupport
import Testing

@testable import Persistence

@Suite("A unit of work on SQLite")
struct SQLiteUnitOfWorkTests {
    private let store: TestStore
    private let folder: StoreFolder

    init() throws {
        store = try StoreKind.sqlite.make()
        folder = try #require(store.folder)
    }

    @Test("is refused when it is closed, and the file can be opened anew")
    func closed() async throws {
        let file = try StoreFolder()
        let first = try SQLiteUnitOfWork(path: file.store, presenter: NamePresenter(), time: ManualTime())
        let reader = try SQLiteReadStore(path: file.store)
        _ = try await first.perform { try $0.save(Source.sample()) }
        await reader.close()
        await first.close()
        await #expect(throws: Overload.closing) { try await first.perform { try $0.save(Source.sample()) } }
        await #expect(throws: Overload.closing) { try await first.settle() }
        await #expect(throws: Overload.closing) { try await reader.read { try $0.sources.all() } }
        #expect(!FileManager.default.fileExists(atPath: file.log))
        let second = try SQLiteUnitOfWork(path: file.store, presenter: NamePresenter(), time: ManualTime())
        #expect(try await second.perform { try $0.sources.all().count }.value == 1)
    }

    @Test("touches no file when it writes nothing")
    func readsTouchNothing() async throws {
        try await store.fill()
        let before = try folder.stamps()

        for _ in 0..<5 {
            try await store.perform { transaction in
                _ = try transaction.services.active(named: .sample())
                _ = try transaction.deployments.counts()
                _ = try transaction.events.lastSequence()
            }
        }

        #expect(try folder.stamps() == before)
    }

    @Test("touches no file when it saves what is stored already")
    func sameAgain() async throws {
        let service = Service.sample(.full, problems: [.sample()])
        let attempts = Attempts(failures: 1, verdict: .retry(Backoff(due: .sample(), length: 5)))
        let save: @Sendable (any Transaction) throws -> Void = { transaction in
            try transaction.save(Source.sample())
            try transaction.save(service)
            try transaction.save(attempts, of: service.id)
            var deployment = Deployment.sample(of: service, steps: [.sample()])
            try transaction.save(&deployment)
            try transaction.retireDeployed(of: service.id)
        }
        try await store.perform(save)
        let before = try folder.stamps()

        try await store.perform(save)
        try await store.perform { try $0.save(Attempts.none, of: Service.ID(99)) }

        #expect(try folder.stamps() == before)
    }

    @Test("touches no file when the work throws")
    func failureTouchesNothing() async throws {
        try await store.fill()
        let before = try folder.stamps()

        await #expect(throws: Stop.self) {
            try await store.perform { transaction in
                try transaction.save(Service.sample(revision: .sample("9")))
                throw Stop()
            }
        }

        #expect(try folder.stamps() == before)
    }

    @Test("writes the one step that changed, not the 2,000 that there are")
    func cheapSteps() async throws {
        try await store.fill()
        let steps = (1...Step.limit).map {
            Step.sample($0, name: "step \($0)", state: .pending, message: String(repeating: "m", count: 500))
        }
        try await store.save([.sample(phase: .sampleRunning, steps: steps)])
        let before = try folder.stamps()[folder.log]?.size ?? 0

        try await store.perform { transaction in
            guard var deployment = try transaction.deployments.find(Deployment.ID(1)) else { throw Stop() }
            try deployment.process(.step(StepUpdate(name: "step 1000", state: .success, time: .sample())))
            try transaction.save(&deployment)
        }

        let written = (try folder.stamps()[folder.log]?.size ?? 0) - before
        #expect(written <= 16 * 4_200, "\(written) bytes")
        let found = try await store.read { try $0.deployments.find(Deployment.ID(1))?.steps[999].state }
        #expect(found == .success)
    }

    @Test("never gives a number of an event out again, though old events are deleted")
    func retention() async throws {
        try await store.perform { try $0.record(.sourceFailed(SourceFailed(source: .sample()))) }
        let other = Session(try Connection(path: folder.store, mode: .readWrite))
        try other.run("DELETE FROM events")

        let committed = try await store.perform { try $0.record(.sourceFailed(SourceFailed(source: .sample()))) }

        #expect(committed.events.map(\.seq) == [2])
        #expect(try await store.read { try $0.events.lastSequence() } == 2)
    }

    @Test("refuses what belongs to nothing")
    func foreignKeys() async throws {
        await #expect(throws: SQLiteError.self) { try await store.save([.sample()]) }
        await #expect(throws: SQLiteError.self) { try await store.perform { try $0.save(Service.sample()) } }
    }

    @Test("says so when a stored row cannot be read, and reads the others")
    func unreadable() async throws {
        try await store.fill([.sample(id: 1), .sample(id: 2, .sample(name: "db"))])
        let other = Session(try Connection(path: folder.store, mode: .readWrite))
        try other.run("UPDATE services SET digest = 'zz' WHERE id = 1")

        let error = await #expect(throws: SQLiteError.self) {
            try await store.read { try $0.services.find(Service.ID(1)) }
        }

        #expect(error?.description.contains("holds no digest") == true)
        #expect(try await store.read { try $0.services.find(Service.ID(2)) } != nil)
    }
}
