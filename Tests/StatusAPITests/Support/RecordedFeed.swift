import Domain
import Synchronization
import TestSupport

/// An event log that a test writes.
final class RecordedFeed: StatusFeed {
    private let log = Mutex<(events: [EventRecord], last: Int64)>(([], 0))
    private let failures = Mutex(0)
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// With so many events from the beginning.
    init(_ count: Int = 0) {
        (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        for _ in 0..<count { add() }
    }

    /// Adds an event, and rings the bell.
    func add(service: String? = "web", data: String = "{}") {
        log.withLock { log in
            log.last += 1
            log.events.append(
                EventRecord(
                    seq: log.last,
                    time: .sample(),
                    type: service == nil ? "source" : "service",
                    event: service == nil ? "SourceUpdated" : "ServiceUpdated",
                    service: service,
                    deployment: nil,
                    data: data
                )
            )
        }
        bell.yield()
    }

    /// Keeps only the events behind `sequence`.
    func forget(upTo sequence: Int64) { log.withLock { $0.events.removeAll { $0.seq <= sequence } } }

    /// Lets the next reads fail.
    func fails(_ times: Int) { failures.withLock { $0 = times } }

    func position() -> FeedPosition {
        log.withLock { log in
            FeedPosition(epoch: "one", oldest: log.events.first?.seq ?? log.last + 1, last: log.last)
        }
    }

    func events(after sequence: Int64, limit: Int, bytes: Int) throws -> [EventRecord] {
        let fails = failures.withLock { failures in
            defer { failures = max(0, failures - 1) }
            return failures > 0
        }
        if fails { throw Unreadable() }
        var room = PageRoom(bytes)
        let page = log.withLock { Array($0.events.filter { $0.seq > sequence }.prefix(limit)) }
        return Array(page.prefix { room.takes($0) })
    }

    struct Unreadable: Error {}
}
