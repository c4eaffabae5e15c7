/// Why a WebSocket connection is closed (RFC 6455 §7.4).
package struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Everything is said.
    package static let normal = WebSocketCloseCode(rawValue: 1000)
    /// This side goes away: the server stops.
    package static let goingAway = WebSocketCloseCode(rawValue: 1001)
    /// What came is not the protocol.
    package static let protocolError = WebSocketCloseCode(rawValue: 1002)
    /// A kind of message that is not taken here.
    package static let unsupportedData = WebSocketCloseCode(rawValue: 1003)
    /// Text that is not UTF-8.
    package static let invalidPayload = WebSocketCloseCode(rawValue: 1007)
    /// The client may not do this, or no longer.
    package static let policyViolation = WebSocketCloseCode(rawValue: 1008)
    /// A message larger than is taken.
    package static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
    /// This side could not do its part.
    package static let internalError = WebSocketCloseCode(rawValue: 1011)
    /// Not now: the client is too slow, or there are too many.
    package static let tryAgainLater = WebSocketCloseCode(rawValue: 1013)

    /// Whether a close frame may carry the code: 1004 to 1006 and 1015 stand for what no frame says, and the others
    /// that are missing here nobody has registered.
    package var mayBeSent: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
