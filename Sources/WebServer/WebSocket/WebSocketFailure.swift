/// Why what a client sent ends its connection.
package struct WebSocketFailure: Error, Equatable, Sendable {
    package let code: WebSocketCloseCode
    /// What is wrong, without any byte of the message; short enough for a close frame.
    package let reason: String

    init(_ code: WebSocketCloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}
