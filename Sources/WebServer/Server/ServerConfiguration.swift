/// What a server takes and how long it waits.
///
/// Times are in milliseconds.
package struct ServerConfiguration: Sendable {
    /// How many threads have connections, 1 or more.
    package var loops = 1
    package var limits = MessageLimits()
    package var webSocket = WebSocketConfiguration()
    /// Connections of one listener; further ones wait in the kernel's queue.
    package var connectionsPerListener = 1_024
    /// From the first byte of a request, or from connecting, to the end of its head.
    package var headTimeout: Int64 = 10_000
    /// From the end of a head to the end of the body.
    package var bodyTimeout: Int64 = 60_000
    /// Between two requests of a connection.
    package var idleTimeout: Int64 = 60_000
    /// How long a client may take nothing of an answer: somebody may be reading it page by page.
    ///
    /// It does not hold for listeners that wait for readers.
    package var writeTimeout: Int64 = 600_000
    /// How long a closing connection waits for the client to close too, so that the last answer arrives.
    package var lingerTimeout: Int64 = 2_000
    /// Is told what went wrong and concerns no single request: for a log.
    package var report: @Sendable (String) -> Void = { _ in }

    package init() {}
}
