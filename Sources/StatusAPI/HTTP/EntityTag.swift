internal import CCrypto
internal import Domain

/// The strong entity tag of a body (RFC 9110 §8.8.3): its SHA-256.
enum EntityTag {
    /// The tag with its quotes; nil if the digest could not be made, and then the answer has none.
    static func of(_ body: [UInt8]) -> String? {
        guard let kind = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256) else { return nil }
        var digest = [UInt8](repeating: 0, count: 32)
        guard mbedtls_md(kind, body, body.count, &digest) == 0 else { return nil }
        return "\"\(Hexadecimal.text(digest))\""
    }

    /// Whether `If-None-Match` names the tag (RFC 9110 §13.1.2): weak comparison, `*` matches all.
    static func matches(_ conditions: [String], _ tag: String) -> Bool {
        conditions.contains { condition in
            condition == "*" || condition == tag || condition == "w/" + tag
        }
    }
}
