/// The event log, as clients follow it while it grows.
package protocol StatusFeed: Sendable {
    /// Yields when there may be more events than before; for one listener.
    var news: AsyncStream<Void> { get }

    /// Where the log is now.
    func position() async throws -> FeedPosition

    /// Events in the order of `seq`, from the first one greater than `sequence`; see ``EventReading/page(after:limit:bytes:)``.
    func events(after sequence: Int64, limit: Int, bytes: Int) async throws -> [EventRecord]
}

/// How far the event log goes, at one moment.
package struct FeedPosition: Hashable, Sendable {
    /// See ``EventReading/epoch()``.
    package let epoch: String
    /// The `seq` of the oldest event that is kept, or one more than ``last`` if none is.
    package let oldest: Int64
    /// The `seq` of the last event, or 0 if there was none.
    package let last: Int64

    package init(epoch: String, oldest: Int64, last: Int64) {
        self.epoch = epoch
        self.oldest = oldest
        self.last = last
    }
}
