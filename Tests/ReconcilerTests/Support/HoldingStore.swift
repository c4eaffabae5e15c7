import Domain
import Synchronization
import TestSupport

/// A store whose reads do not end before they are released, or cancelled.
final class HoldingStore: ReadStore {
    private let state = Mutex(State())

    private struct State {
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var begun = 0
    }

    /// How many reads have begun.
    var begun: Int { state.withLock { $0.begun } }

    /// How many have begun and not ended.
    var underWay: Int { state.withLock { $0.waiting.count } }

    /// Lets the reads under way end.
    func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any Reading) throws -> Value
    ) async throws -> Value {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { $0.waiting[number] = continuation }
                if Task.isCancelled { end(number) }
            }
        } onCancel: {
            end(number)
        }
        return try await FakeUnitOfWork().read(work)
    }

    func close() async {}

    private func end(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(throwing: CancellationError())
    }
}
