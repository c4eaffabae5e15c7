internal import Domain
internal import Platform
internal import Synchronization

/// Reports that came by HTTP, on their way to the supervisor's loop.
///
/// Who hands one in gets its answer when the loop has it on disk.
final class ReportInbox: Sendable {
    /// What the run says of itself by HTTP.
    enum Message: Sendable {
        case step(StepUpdate)
        case finished
    }

    /// One message and who waits for it.
    struct Delivery: Sendable {
        let message: Message
        let answer: CheckedContinuation<Bool, Never>
    }

    private enum State {
        case open([Delivery])
        case closed
    }

    private let state = Mutex(State.open([]))
    private let reader: Descriptor
    private let writer: Descriptor

    init() throws {
        let pipe = try Pipe()
        writer = try pipe.writer.duplicate()
        try writer.setNonBlocking()
        reader = pipe.takeReader()
        try reader.setNonBlocking()
    }

    /// Becomes readable when a message waits.
    var bell: Int32 { reader.number }

    /// Hands in a message, and waits until it is on disk.
    ///
    /// - Returns: Whether it was kept.
    func deliver(_ message: Message) async -> Bool {
        await withCheckedContinuation { answer in
            let isTaken = state.withLock { state in
                guard case .open(let waiting) = state else { return false }
                state = .open(waiting + [Delivery(message: message, answer: answer)])
                return true
            }
            guard isTaken else { return answer.resume(returning: false) }
            // A full pipe already rings.
            _ = try? writer.write([0])
        }
    }

    /// The messages that wait; each must be answered.
    func take() -> [Delivery] {
        // Only the bell is read here: what it rings for is in the state.
        while case .bytes? = try? reader.readAvailable(upTo: 4_096) {}
        return state.withLock { state in
            guard case .open(let waiting) = state else { return [] }
            state = .open([])
            return waiting
        }
    }

    /// Refuses whatever waits or is still to come.
    func close() {
        let waiting = state.withLock { state in
            defer { state = .closed }
            guard case .open(let waiting) = state else { return [Delivery]() }
            return waiting
        }
        for delivery in waiting { delivery.answer.resume(returning: false) }
    }
}
