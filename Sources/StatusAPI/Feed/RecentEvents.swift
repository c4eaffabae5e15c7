internal import WebServer

/// The last events that were sent, so that who is a little behind need not ask the store.
struct RecentEvents {
    private let limit: Int
    private let bytes: Int
    private var events: [FeedEvent] = []
    private var size = 0

    /// Keeps at most so many events, and so many bytes.
    init(limit: Int = 1_000, bytes: Int = FeedHub.pageBytes) {
        (self.limit, self.bytes) = (limit, bytes)
    }

    /// Takes events that follow those before.
    mutating func add(_ new: [FeedEvent]) {
        events += new
        size += new.reduce(0) { $0 + $1.frame.bytes.count }
        var dropped = 0
        while events.count - dropped > limit || (size > bytes && dropped < events.count) {
            size -= events[dropped].frame.bytes.count
            dropped += 1
        }
        events.removeFirst(dropped)
    }

    /// All events behind `sequence`; nil if some of them are not here any more.
    func after(_ sequence: Int64) -> ArraySlice<FeedEvent>? {
        guard let first = events.first, first.seq <= sequence + 1 else { return nil }
        return events[Int(clamping: min(sequence + 1 - first.seq, Int64(events.count)))...]
    }
}
