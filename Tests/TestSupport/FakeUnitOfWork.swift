package import Domain

/// A store in memory with the real one's promises: all or nothing, events numbered on commit, consistent reads.
package actor FakeUnitOfWork: UnitOfWork, ReadStore {
    /// What a fake store says of its beginning.
    package static let epoch = "00000000000000000000000000000001"

    private var stored = FakeTables()
    private var refusal: (any Error)?
    private let presenter: (any EventPresenting)?
    private let time: any TimeSource

    /// - Parameters:
    ///   - presenter: Writes each event's `data`, which is `null` without one.
    ///   - time: Dates the events; without it each is dated 1970-01-01.
    package init(presenter: (any EventPresenting)? = nil, time: (any TimeSource)? = nil) {
        self.presenter = presenter
        self.time = time ?? BeginningOfTime()
    }

    package func perform<Value: Sendable>(
        _ work: @Sendable (any Transaction) throws -> Value
    ) throws -> Committed<Value> {
        let draft = FakeTransaction(stored)
        let value = try work(draft)
        let events = try draft.log(presenter, at: time.now())
        if let refusal = takeRefusal(), !events.isEmpty || draft.hasChanged { throw refusal }
        stored = draft.tables
        return Committed(value, events: events)
    }

    package func close() {}

    package func read<Value: Sendable>(_ work: @escaping @Sendable (any Reading) throws -> Value) throws -> Value {
        try work(FakeTransaction(stored))
    }

    /// Lets the next work fail at its commit, as a full disk would.
    package func refuseNext(with error: any Error) { refusal = error }

    /// Makes this store what a backup of it would be, put in its place.
    package func becomeBackup() { stored.isBackup = true }

    private func takeRefusal() -> (any Error)? {
        defer { refusal = nil }
        return refusal
    }

    /// Saved data that breaks a promise of the store, such as two active services of one name.
    package struct Conflict: Error, Hashable, CustomStringConvertible {
        package let description: String
    }
}

private struct BeginningOfTime: TimeSource {
    func now() -> Instant { Instant(millisecondsSince1970: 0) }
    func sinceBoot() -> BootMoment { BootMoment(boot: "fake", milliseconds: 0) }
}
