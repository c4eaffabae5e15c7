internal import Platform
internal import Synchronization

/// What other threads tell an event loop.
enum LoopMessage: Sendable {
    /// A handler's answer to the present request of a connection.
    case answer(connection: UInt64, HTTPResponse)
    /// The next bytes of the body that a connection streams; nil at its end.
    case chunk(connection: UInt64, Result<[UInt8]?, any Error>)
    /// What the application asks of a WebSocket connection.
    case webSocket(connection: UInt64, WebSocketConnection.Order)
    /// Listen to these, and own them.
    case listen([BoundListener])
    /// End: at the latest in so many milliseconds.
    case stop(within: Int64)
}

/// The way into an event loop; a message wakes it.
final class LoopMailbox: Sendable {
    let wakeUp: WakeUp
    private let messages = Mutex<[LoopMessage]>([])

    init() throws(SystemError) {
        wakeUp = try WakeUp()
    }

    func post(_ message: LoopMessage) {
        let wasEmpty = messages.withLock { messages in
            defer { messages.append(message) }
            return messages.isEmpty
        }
        if wasEmpty { wakeUp.signal() }
    }

    /// Everything posted since the last call.
    func take() -> [LoopMessage] {
        wakeUp.clear()
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
