internal import Glibc

/// The environment's word on proxies, as curl and git read it.
enum ProxyVariables {
    private static let names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]

    /// Those that are set.
    static var present: [String: String] {
        let found = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return Dictionary(found) { first, _ in first }
    }

    /// The proxy's URL: one without a scheme is an HTTP proxy.
    static func withScheme(_ value: String) -> String {
        value.isEmpty || value.contains("://") ? value : "http://\(value)"
    }

    /// What of the proxies' URLs must not be shown.
    static var secrets: [String] { present.values.flatMap { secrets(in: $0) } }

    /// The longest first: the URL if it names a user, the user with the password, and the password.
    static func secrets(in value: String) -> [String] {
        let rest = value.firstRange(of: "://").map { value[$0.upperBound...] } ?? value[...]
        guard let at = rest.lastIndex(of: "@") else { return [] }
        let login = rest[..<at]
        let password = login.firstIndex(of: ":").map { login[login.index(after: $0)...] }
        return [value, String(login)] + [password].compactMap { $0.map { String($0) } }
    }
}
