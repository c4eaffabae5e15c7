import WebServer

/// Sends back what it hears.
struct EchoSession: WebSocketSession {
    let connection: WebSocketConnection

    func opened() {}

    func received(_ text: String) { connection.send([.text(text)]) }

    func drained() {}

    func closed(_: WebSocketEnd) {}
}
