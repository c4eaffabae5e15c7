internal import CCrypto

/// The digests of mbedTLS (FIPS 180-4).
package enum MessageDigest: Sendable {
    /// Only where a standard demands it.
    case sha1
    case sha256

    /// - Throws: ``CryptoFailure`` where the library was built without the digest.
    package func hash(_ bytes: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        let information = try information()
        var output = [UInt8](repeating: 0, count: Int(mbedtls_md_get_size(information)))
        try CryptoFailure.check(mbedtls_md(information, bytes, bytes.count, &output))
        return output
    }

    /// The HMAC (RFC 2104).
    ///
    /// - Throws: ``CryptoFailure`` where the library was built without the digest.
    package func authenticate(_ bytes: [UInt8], key: [UInt8]) throws(CryptoFailure) -> [UInt8] {
        let information = try information()
        var output = [UInt8](repeating: 0, count: Int(mbedtls_md_get_size(information)))
        try CryptoFailure.check(mbedtls_md_hmac(information, key, key.count, bytes, bytes.count, &output))
        return output
    }

    private func information() throws(CryptoFailure) -> OpaquePointer {
        let kind = self == .sha1 ? MBEDTLS_MD_SHA1 : MBEDTLS_MD_SHA256
        guard let information = mbedtls_md_info_from_type(kind) else { throw CryptoFailure(code: 0) }
        return information
    }
}
