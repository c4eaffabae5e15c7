/// Changes that happen together or not at all.
package protocol UnitOfWork: Sendable {
    /// Runs `work` inside one transaction, commits durably, and returns the value with the events recorded.
    ///
    /// `work` is synchronous on purpose: no other work can slip in between its reads and its writes. Anything slow
    /// (git, Ansible, the network) belongs before or after the call. Work that writes nothing touches no disk.
    ///
    /// - Throws: What `work` throws, after rolling back; or a storage error if the commit fails.
    func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) async throws -> Committed<Value>
}

/// A consistent look at the store that waits for no writer.
package protocol ReadStore: Sendable {
    /// Runs `work` on one snapshot of the store.
    ///
    /// - Throws: `CancellationError` soon after the surrounding task is cancelled: `work` is interrupted where it reads
    ///   on. ``Overload`` if too much is asked. Else what `work` throws, or a storage error.
    func read<Value: Sendable>(_ work: @escaping @Sendable (any Reading) throws -> Value) async throws -> Value

    /// Gives the store back, after the reads that were asked for before; what is asked for later is refused.
    func close() async
}

/// A value that has been stored, with the events to publish now that it is.
package struct Committed<Value: Sendable>: Sendable {
    package let value: Value
    package let events: [StoredEvent]

    package init(_ value: Value, events: [StoredEvent]) {
        self.value = value
        self.events = events
    }

    /// The same events with another value.
    package func map<Other: Sendable>(_ transform: (Value) throws -> Other) rethrows -> Committed<Other> {
        Committed<Other>(try transform(value), events: events)
    }
}

/// An event that is on disk.
package struct StoredEvent: Sendable, Hashable {
    /// Grows by one from event to event, without gaps, from 1.
    package let seq: Int64
    package let time: Instant
    package let event: DomainEvent

    package init(seq: Int64, time: Instant, event: DomainEvent) {
        self.seq = seq
        self.time = time
        self.event = event
    }
}
