package import Domain

/// The event log of the store, with a bell that is rung when it has grown.
package struct EventFeed: StatusFeed {
    private let store: any ReadStore
    private let bell: Wakeup

    /// - `bell`: Rung after each event is committed.
    package init(store: any ReadStore, bell: Wakeup) {
        self.store = store
        self.bell = bell
    }

    package var news: AsyncStream<Void> { bell.rings }

    package func position() async throws -> FeedPosition {
        try await store.read { reading in
            let last = try reading.events.lastSequence()
            return FeedPosition(
                epoch: try reading.events.epoch(),
                oldest: try reading.events.firstSequence(),
                last: last
            )
        }
    }

    package func events(after sequence: Int64, limit: Int, bytes: Int) async throws -> [EventRecord] {
        try await store.read { try $0.events.page(after: sequence, limit: limit, bytes: bytes) }
    }
}
