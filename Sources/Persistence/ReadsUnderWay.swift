internal import Synchronization

/// The reads of a store that go on or wait, so that its closing can end them.
final class ReadsUnderWay: Sendable {
    private struct State {
        var isClosed = false
        var reads: [ObjectIdentifier: Interruption] = [:]
    }

    private let state = Mutex(State())

    /// - Returns: Whether the read may begin: no more once the store closes.
    func begin(_ read: Interruption) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.reads[ObjectIdentifier(read)] = read }
            return !state.isClosed
        }
    }

    func end(_ read: Interruption) { state.withLock { $0.reads[ObjectIdentifier(read)] = nil } }

    /// Interrupts all of them, and lets no other begin.
    func close() {
        let reads = state.withLock { state in
            state.isClosed = true
            return Array(state.reads.values)
        }
        for read in reads { read.interrupt() }
    }
}
