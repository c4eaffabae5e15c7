internal import Crypto

/// The proof that a server has understood a handshake (RFC 6455 §4.2.2).
enum WebSocketAccept {
    /// Whether the text is sixteen bytes in Base64, in the one way that they are written.
    static func isKey(_ text: String) -> Bool {
        text.utf8.count == 24 && Base64.standard.decode(text)?.count == 16
    }

    /// A key for a handshake of our own: sixteen bytes by chance.
    static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64.standard.encode((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// The value of `Sec-WebSocket-Accept`; nil when the library has no SHA-1.
    static func value(for key: String) -> String? {
        let input = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        // It fails only where the library has none.
        return (try? MessageDigest.sha1.hash(input)).map(Base64.standard.encode)
    }
}
