import Domain
import Synchronization
import TestSupport
import Testing

@testable import CLI

@Suite("A watched unit of work")
struct WatchedUnitOfWorkTests {
    private let seen = Seen()

    private var failpoints: Failpoints {
        Failpoints(environment: [:]) { [seen] failpoint in seen.list.withLock { $0.append(failpoint) } }
    }

    private final class Seen: Sendable {
        let list = Mutex<[Failpoint]>([])
    }

    private var store: FakeUnitOfWork { FakeUnitOfWork(presenter: NoData(), time: ManualTime()) }

    private struct NoData: EventPresenting {
        func data(of event: DomainEvent, in reading: any Reading) throws -> JSONValue { .null }
    }

    @Test("tells each failpoint of a transaction once, after its commit")
    func commit() async throws {
        let source = Source(id: Identifier(1), name: .sample("config"), url: "file:///config", path: .root)
        let done = try await WatchedUnitOfWork.around(store, failpoints).perform { transaction in
            try transaction.save(source)
            for _ in 1...2 { try transaction.record(.sourceUpdated(SourceUpdated(source: source))) }
            try transaction.record(.sourceFailed(SourceFailed(source: source)))
        }
        #expect(done.events.map(\.seq) == [1, 2, 3])
        #expect(seen.list.withLock { $0 } == [.sourceTroubleKept, .revisionAccepted])
    }

    @Test("tells that something without an event was kept")
    func silent() async throws {
        _ = try await WatchedUnitOfWork.around(store, failpoints).perform { _ in }
        #expect(seen.list.withLock { $0 } == [.decisionKept])
    }

    @Test("tells nothing of work that failed")
    func failed() async throws {
        struct Refused: Error {}
        await #expect(throws: Refused.self) {
            try await WatchedUnitOfWork.around(store, failpoints).perform { _ in throw Refused() }
        }
        #expect(seen.list.withLock { $0.isEmpty })
    }

    @Test("is the same unit of work where nobody watches")
    func unwatched() { #expect(WatchedUnitOfWork.around(store, .unwatched) is FakeUnitOfWork) }
}
