/// What a client's close frame says (RFC 6455 §5.5.1).
enum ClosePayload {
    /// The code; nil where there is none.
    static func code(of payload: [UInt8]) throws(WebSocketFailure) -> WebSocketCloseCode? {
        guard !payload.isEmpty else { return nil }
        guard payload.count >= 2 else { throw WebSocketFailure(.protocolError, "the close frame holds half a code") }
        let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.mayBeSent else { throw WebSocketFailure(.protocolError, "the close code is not valid") }
        guard String(validating: payload.dropFirst(2), as: UTF8.self) != nil else {
            throw WebSocketFailure(.invalidPayload, "the reason to close is not UTF-8")
        }
        return code
    }
}
