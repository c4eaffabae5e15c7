internal import Domain

/// Lets work take so long and no longer.
enum TimeLimit {
    /// Does the work, and cancels it when the time is over.
    ///
    /// - Throws: ``Overload/timedOut(_:)`` then, once the work has ended; else what `work` throws.
    static func hold<Value: Sendable>(
        _ seconds: Int64,
        by clock: any Clock<Duration>,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: .seconds(seconds))
                throw Overload.timedOut(seconds)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
