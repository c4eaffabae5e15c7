internal import CCrypto

/// HMAC with SHA-256 (RFC 2104), by mbedTLS.
enum MessageAuthentication {
    static func code(of bytes: [UInt8], key: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        guard let kind = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256) else { throw CryptoFailure(code: 0) }
        var output = [UInt8](repeating: 0, count: 32)
        let code = mbedtls_md_hmac(kind, key, key.count, bytes, bytes.count, &output)
        guard code == 0 else { throw CryptoFailure(code: code) }
        return output
    }
}

/// Comparison of secrets, in a time that tells nothing of where they differ.
enum SecretComparison {
    static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && mbedtls_ct_memcmp(one, other, one.count) == 0
    }
}

/// The cryptographic library refused.
struct CryptoFailure: Error, Hashable, CustomStringConvertible {
    /// mbedTLS's code; 0 if it was built without what was asked for.
    let code: Int32

    var description: String { "mbedTLS failed with code \(code)" }
}
