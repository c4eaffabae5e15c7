internal import CCrypto

/// Comparison of secrets, in a time that tells nothing of where they differ.
package enum SecretComparison {
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && mbedtls_ct_memcmp(one, other, one.count) == 0
    }
}
