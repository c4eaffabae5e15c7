internal import Synchronization

/// Whether a piece of work on a connection is to stop: said by any thread, looked at by the one that does the work.
final class Interruption: Sendable {
    private let isWanted = Atomic(false)

    var isInterrupted: Bool { isWanted.load(ordering: .relaxed) }

    func interrupt() { isWanted.store(true, ordering: .relaxed) }

    /// - Throws: `CancellationError` from the interruption on.
    func check() throws(CancellationError) {
        guard !isInterrupted else { throw CancellationError() }
    }
}
