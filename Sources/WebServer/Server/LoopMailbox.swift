internal import Platform

/// What other threads tell an event loop.
enum LoopMessage: Sendable {
    /// A handler's answer to the present request of a connection.
    case answer(connection: UInt64, HTTPResponse)
    /// The next bytes of the body that a connection streams; nil at its end.
    case chunk(connection: UInt64, Result<[UInt8]?, any Error>)
    /// What the application asks of a WebSocket connection.
    case webSocket(connection: UInt64, WebSocketConnection.Message)
    /// Take a connection.
    case accepted(AcceptedConnection)
    /// A connection of a listener has ended in one of the loops.
    case closed(gate: UInt64, loop: Int)
    /// A loop has ended before it was told to: give it nothing any more.
    case loopEnded(Int)
    /// Listen to these, and own them.
    case listen([BoundListener])
    /// End: at the latest in so many milliseconds.
    case stop(within: Int64)
}

/// The way into the server's event loop.
typealias LoopMailbox = Mailbox<LoopMessage>
