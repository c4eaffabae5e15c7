internal import Crypto
internal import Domain

/// The strong entity tag of a body (RFC 9110 §8.8.3): its SHA-256.
enum EntityTag {
    /// The tag with its quotes; nil if the digest could not be made, and then the answer has none.
    static func of(_ body: [UInt8]) -> String? {
        // An answer without a tag is as good, only not kept by clients.
        (try? MessageDigest.sha256.hash(body)).map { "\"\(Hexadecimal.text($0))\"" }
    }

    /// Whether `If-None-Match` names the tag (RFC 9110 §13.1.2): weak comparison, `*` matches all.
    static func matches(_ conditions: [String], _ tag: String) -> Bool {
        conditions.contains { condition in
            condition == "*" || condition == tag || condition == "w/" + tag
        }
    }
}
