internal import Platform

/// One source's part of the turns that all sources share: so many at most, so that others always find some.
final class SourceTurns: Sendable {
    private let own: Turns
    private let shared: Turns

    /// - `most`: How many of `shared` the source may have.
    init(_ most: Int, of shared: Turns) {
        own = Turns(most)
        self.shared = shared
    }

    /// Does the work when it is the task's turn.
    ///
    /// - Throws: What `work` throws, or `CancellationError` as soon as the task is cancelled while it waits.
    func run<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ work: () async throws -> Value
    ) async throws -> Value {
        // Who waits for a turn of its own source keeps none from others.
        try await own.run { try await shared.run(work) }
    }
}
