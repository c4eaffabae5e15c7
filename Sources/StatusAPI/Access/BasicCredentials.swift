internal import Crypto
internal import Domain
internal import WebServer

/// A name and a password as HTTP Basic carries them (RFC 7617 §2).
struct BasicCredentials {
    /// Nil for a name that no user can have.
    let name: UserName?
    let password: Password

    /// Nil unless the request has exactly one field with both, in UTF-8.
    init?(_ request: HTTPRequest) {
        let fields = request.headers.all("Authorization")
        let parts = (fields.first ?? "").split(separator: " ", maxSplits: 1)
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "basic",
            let bytes = Base64.standard.decode(parts[1]), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let password = Password(String(text[text.utf8.index(after: colon)...]))
        else { return nil }
        name = UserName(String(text[..<colon]))
        self.password = password
    }
}
