internal import CCrypto

/// The proof that a server has understood a handshake (RFC 6455 §4.2.2); digest and Base64 by mbedTLS.
enum WebSocketAccept {
    /// Whether the text is sixteen bytes in Base64, in the one way that they are written.
    static func isKey(_ text: String) -> Bool {
        let input = Array(text.utf8)
        guard input.count == 24 else { return false }
        var bytes = [UInt8](repeating: 0, count: 24)
        var length = 0
        guard mbedtls_base64_decode(&bytes, bytes.count, &length, input, input.count) == 0, length == 16 else {
            return false
        }
        return base64(bytes.prefix(length)) == text
    }

    /// A key for a handshake of our own: sixteen bytes by chance.
    static func newKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return base64((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }[...])
    }

    /// The value of `Sec-WebSocket-Accept`; nil when the library has no SHA-1.
    static func value(for key: String) -> String? {
        guard let kind = mbedtls_md_info_from_type(MBEDTLS_MD_SHA1) else { return nil }
        let input = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        guard mbedtls_md(kind, input, input.count, &digest) == 0 else { return nil }
        return base64(digest[...])
    }

    private static func base64(_ bytes: ArraySlice<UInt8>) -> String {
        let input = Array(bytes)
        var output = [UInt8](repeating: 0, count: input.count / 3 * 4 + 8)
        var length = 0
        // The output is large enough for every input.
        _ = mbedtls_base64_encode(&output, output.count, &length, input, input.count)
        return String(decoding: output.prefix(length), as: UTF8.self)
    }
}
