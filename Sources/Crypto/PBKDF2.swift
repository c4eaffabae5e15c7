internal import CCrypto

/// PBKDF2 with HMAC and SHA-256 (RFC 8018 §5.2), by mbedTLS.
package enum PBKDF2 {
    /// How many bytes it makes.
    package static let length = 32

    /// Takes as long as `iterations` says, and blocks its thread meanwhile.
    package static func derive(
        _ password: [UInt8],
        salt: [UInt8],
        iterations: UInt32
    ) throws(CryptoFailure) -> [UInt8] {
        guard let kind = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256) else { throw CryptoFailure(code: 0) }
        var context = mbedtls_md_context_t()
        mbedtls_md_init(&context)
        defer { mbedtls_md_free(&context) }
        try CryptoFailure.check(mbedtls_md_setup(&context, kind, 1))
        var output = [UInt8](repeating: 0, count: length)
        try CryptoFailure.check(
            mbedtls_pkcs5_pbkdf2_hmac(
                &context,
                password,
                password.count,
                salt,
                salt.count,
                iterations,
                UInt32(length),
                &output
            )
        )
        return output
    }
}
