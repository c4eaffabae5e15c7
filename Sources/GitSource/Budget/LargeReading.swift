internal import Platform

/// What a reading that turns out to be large must have to go on: one of few turns.
///
/// Large ones take memory, and a thread for long, so that only a few go on at a time. Whether a reading is large shows in
/// its midst. If no turn is free then, it ends, waits for one without a thread, and begins anew.
final class LargeReading {
    /// A reading that looks at more entries is large.
    static let entries: Int64 = 100_000
    /// And so is one that takes longer, in milliseconds.
    static let time: Int64 = 1_000

    private let turns: Turns
    private var hasTurn = false

    private init(_ turns: Turns) {
        self.turns = turns
    }

    /// Does the work, and a second time if it was large and had to wait for its turn.
    ///
    /// - `work`: Leaves everything as it was when it throws.
    ///
    /// - Throws: What the work throws; `CancellationError` as soon as the task is cancelled while it waits.
    static func run<Value>(
        _ turns: Turns,
        isolation: isolated (any Actor)? = #isolation,
        _ work: (LargeReading) throws -> Value
    ) async throws -> Value {
        let reading = LargeReading(turns)
        defer { reading.end() }
        do {
            return try work(reading)
        } catch is HasToWait {
            try await turns.take()
            reading.hasTurn = true
            return try work(reading)
        }
    }

    /// Called when the reading has turned out to be large; takes a turn if one is free.
    ///
    /// - Throws: An error that nobody but ``run(_:isolation:_:)`` catches, if none is.
    func goOn() throws {
        guard !hasTurn else { return }
        guard turns.takeIfFree() else { throw HasToWait() }
        hasTurn = true
    }

    private func end() {
        if hasTurn { turns.give() }
    }

    private struct HasToWait: Error {}
}
