/// What is taken from WebSocket clients, what may wait for them, and how long they are waited for.
///
/// Times are in milliseconds, sizes in bytes.
package struct WebSocketConfiguration: Sendable {
    /// The payload of one frame.
    package var frame = 65_536
    /// All fragments of a message together.
    package var message = 65_536
    /// What may wait for one client in this process; one that lets more come together is closed with 1013.
    package var waiting = 1_048_576
    /// What the kernel may hold for one client; it takes about twice as much memory.
    package var kernelBuffer = 65_536
    /// How long a client may take nothing of what waits for it; then it is closed with 1013.
    package var takeTimeout: Int64 = 30_000
    /// Between two pings.
    package var pingInterval: Int64 = 30_000
    /// How long a client may leave a ping unanswered while it takes nothing else either.
    package var pongTimeout: Int64 = 20_000
    /// How long a closing connection waits for the client's close frame.
    package var closeTimeout: Int64 = 3_000

    package init() {}
}
