internal import CCrypto

/// SHA-256 (FIPS 180-4), by mbedTLS.
enum SHA256 {
    static func hash(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        try MessageDigest.hash(bytes, MBEDTLS_MD_SHA256)
    }
}

/// The one-shot digests of mbedTLS.
enum MessageDigest {
    static func hash(_ bytes: [UInt8], _ kind: mbedtls_md_type_t) throws(CryptoError) -> [UInt8] {
        guard let information = mbedtls_md_info_from_type(kind) else { throw CryptoError(code: 0) }
        var output = [UInt8](repeating: 0, count: Int(mbedtls_md_get_size(information)))
        let code = mbedtls_md(information, bytes, bytes.count, &output)
        guard code == 0 else { throw CryptoError(code: code) }
        return output
    }

    /// HMAC (RFC 2104).
    static func authenticate(
        _ bytes: [UInt8],
        key: [UInt8],
        _ kind: mbedtls_md_type_t
    ) throws(CryptoError) -> [UInt8] {
        guard let information = mbedtls_md_info_from_type(kind) else { throw CryptoError(code: 0) }
        var output = [UInt8](repeating: 0, count: Int(mbedtls_md_get_size(information)))
        let code = mbedtls_md_hmac(information, key, key.count, bytes, bytes.count, &output)
        guard code == 0 else { throw CryptoError(code: code) }
        return output
    }
}

/// The cryptographic library refused.
struct CryptoError: Error, Hashable, CustomStringConvertible {
    /// mbedTLS's code; 0 if it was built without what was asked for.
    let code: Int32

    var description: String { "could not compute a digest: mbedTLS failed with code \(code)" }
}
