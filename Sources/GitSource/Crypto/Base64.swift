internal import CCrypto

/// Base64 (RFC 4648 §4), by mbedTLS.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        var output = [UInt8](repeating: 0, count: bytes.count / 3 * 4 + 8)
        var length = 0
        // The output is large enough for every input.
        _ = mbedtls_base64_encode(&output, output.count, &length, bytes, bytes.count)
        return String(decoding: output.prefix(length), as: UTF8.self)
    }

    /// Nil if `text` is not Base64.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let input = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: input.count)
        var length = 0
        guard !input.isEmpty, mbedtls_base64_decode(&output, output.count, &length, input, input.count) == 0 else {
            return nil
        }
        return Array(output.prefix(length))
    }
}
