import Domain
import Synchronization
import TestSupport
import Testing

@testable import Reconciler

@Suite("The bytes of events")
struct EventBookTests {
    /// Events of ten bytes each, and how many of them were looked at.
    private final class Events: Sendable {
        let looked = Mutex(0)
        let kept: Mutex<ClosedRange<Int64>>

        init(_ kept: ClosedRange<Int64>) {
            self.kept = Mutex(kept)
        }

        func sizes(_ range: ClosedRange<Int64>) -> [EventSize] {
            let found = range.filter { seq in kept.withLock { $0.contains(seq) } }
            looked.withLock { $0 += found.count }
            return found.map { EventSize(seq: $0, bytes: 10) }
        }

        func surplus(_ book: inout EventBook, over limit: Int64) async throws -> Int64? {
            try await book.surplus(of: kept.withLock { $0 }, over: limit) { self.sizes($0) }
        }
    }

    @Test("are counted from the newest on, and the first that is too many goes with all before it")
    func surplus() async throws {
        let cases: [(Int64, Int64?)] = [
            (10_000, nil), (9_999, 1), (5_000, 500), (5_009, 500), (4_999, 501), (5, 1_000),
        ]
        for (limit, last) in cases {
            let events = Events(1...1_000)
            var book = EventBook()
            #expect(try await events.surplus(&book, over: limit) == last)
        }
    }

    @Test("are not looked at twice but for those of the last and the first blocks")
    func once() async throws {
        let events = Events(30...10_000)
        var book = EventBook()
        #expect(try await events.surplus(&book, over: 1_000_000) == nil)
        #expect(events.looked.withLock { $0 } == 9_971)
        events.looked.withLock { $0 = 0 }
        events.kept.withLock { $0 = 2_000...10_010 }
        #expect(try await events.surplus(&book, over: 1_000_000) == nil)
        #expect(events.looked.withLock { $0 } < 3 * Int(EventBook.block))
    }
}
