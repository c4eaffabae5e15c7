import Domain
import Testing

@testable import StatusAPI

@Suite("The beginning of a feed")
struct FeedStartTests {
    private let position = FeedPosition(epoch: "one", oldest: 5, last: 9)

    @Test(
        "follows what the client knows, if that leads to what there is",
        arguments: [
            (FeedQuery(), FeedStart.after(9)), (FeedQuery(after: 9), .after(9)), (FeedQuery(after: 4), .after(4)),
            (FeedQuery(after: 7, epoch: "one"), .after(7)), (FeedQuery(after: 3), .reset(9)),
            (FeedQuery(after: 0), .reset(9)), (FeedQuery(after: 10), .reset(9)),
            (FeedQuery(after: 7, epoch: "two"), .reset(9)), (FeedQuery(epoch: "two"), .reset(9)),
        ]
    )
    func starts(query: FeedQuery, start: FeedStart) {
        #expect(FeedStart(query, at: position) == start)
    }

    @Test("of an empty log is its beginning")
    func empty() {
        let empty = FeedPosition(epoch: "one", oldest: 1, last: 0)
        #expect(FeedStart(FeedQuery(after: 0), at: empty) == .after(0))
        #expect(FeedStart(FeedQuery(after: 1), at: empty) == .reset(0))
    }

    @Test("of a log whose events are all gone is behind the last one")
    func gone() {
        let gone = FeedPosition(epoch: "one", oldest: 10, last: 9)
        #expect(FeedStart(FeedQuery(after: 9), at: gone) == .after(9))
        #expect(FeedStart(FeedQuery(after: 8), at: gone) == .reset(9))
    }
}

extension FeedQuery: CustomTestStringConvertible {
    /// What is asked for, as test reports show it.
    public var testDescription: String { "after \(after.map(String.init) ?? "-") of \(epoch ?? "-")" }
}
