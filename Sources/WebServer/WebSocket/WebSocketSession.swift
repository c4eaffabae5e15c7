/// What an application does with one WebSocket connection.
///
/// Everything is called on the server's thread, one after the other, and everybody waits until it returns: what takes
/// time is only started here.
package protocol WebSocketSession: Sendable {
    /// The client has been told that it may speak; called once and first.
    func opened()
    /// A text message came, whole and valid.
    func received(_ text: String)
    /// Nothing waits in this process any more: now is the time for the next page of something long.
    ///
    /// Called also after what the server itself sent, such as pings.
    func drained()
    /// The connection takes nothing any more, whoever closed it; called once and last.
    func closed(_ end: WebSocketEnd)
}

/// How a WebSocket connection came to its end.
package enum WebSocketEnd: Equatable, Sendable {
    /// The client closed it, with this code if with any.
    case client(WebSocketCloseCode?)
    /// This side did: the application, or the server for something that the client did or left undone.
    case server(WebSocketCloseCode)
    /// It broke off.
    case lost
}
