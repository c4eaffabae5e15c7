internal import Domain

/// Numbers the events of a unit of work and writes them down as clients are told of them, in its transaction.
struct Outbox {
    let session: Session
    let presenter: any EventPresenting
    let time: any TimeSource

    /// Writes the events down in their order, as they look in what the work has made of the store.
    func append(_ events: [DomainEvent], _ reading: any Reading) throws -> [StoredEvent] {
        guard !events.isEmpty else { return [] }
        let last = try SQLiteIdentifiers(session: session).take(events.count, of: SQLiteIdentifiers.events)
        let now = time.now()
        return try events.enumerated().map { index, event in
            let stored = StoredEvent(seq: last - Int64(events.count - 1 - index), time: now, event: event)
            let data = try presenter.data(of: event, in: reading)
            try SQLiteEvents(session: session).append(EventRecord(stored, data: data.text()))
            return stored
        }
    }
}

extension EventRecord {
    fileprivate init(_ stored: StoredEvent, data: String) {
        self.init(
            seq: stored.seq,
            time: stored.time,
            type: stored.event.subject.rawValue,
            event: stored.event.name,
            service: stored.event.service?.text,
            deployment: stored.event.deploymentID,
            data: data
        )
    }
}
