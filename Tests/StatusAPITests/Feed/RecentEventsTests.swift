import Domain
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("The events that were sent last")
struct RecentEventsTests {
    private func events(_ numbers: ClosedRange<Int64>) -> [FeedEvent] {
        numbers.map { seq in
            FeedEvent(
                EventRecord(
                    seq: seq,
                    time: .sample(),
                    type: "service",
                    event: "ServiceUpdated",
                    service: "web",
                    deployment: nil,
                    data: "{}"
                )
            )
        }
    }

    @Test("are all behind one of them, or none if one is missing")
    func after() {
        var recent = RecentEvents(limit: 5)
        #expect(recent.after(0) == nil)
        recent.add(events(1...3))
        recent.add(events(4...8))
        #expect(recent.after(3)?.map(\.seq) == [4, 5, 6, 7, 8])
        #expect(recent.after(7)?.map(\.seq) == [8])
        #expect(recent.after(8)?.isEmpty == true)
        #expect(recent.after(2) == nil)
    }

    @Test("take no more than so many bytes")
    func bytes() {
        let size = events(1...1)[0].frame.bytes.count
        var recent = RecentEvents(limit: 100, bytes: 3 * size)
        recent.add(events(1...9))
        #expect(recent.after(6)?.count == 3)
        #expect(recent.after(5) == nil)
        var none = RecentEvents(limit: 100, bytes: 1)
        none.add(events(1...2))
        #expect(none.after(1) == nil)
    }
}
