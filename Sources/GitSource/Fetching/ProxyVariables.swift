internal import Glibc

/// The environment's word on proxies, as curl and git read it.
enum ProxyVariables {
    private static let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

    /// Those that are set.
    static var present: [String: String] {
        let found = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return Dictionary(found) { first, _ in first }
    }

    /// What libgit2, which knows no `all_proxy`, is to find in its environment.
    static func forLibgit2(_ variables: [String: String]) -> [String: String] {
        let secure = names.dropFirst().lazy.compactMap { variables[$0] }.first
        let plain = ["http_proxy", "all_proxy", "ALL_PROXY"].lazy.compactMap { variables[$0] }.first
        let found = ["https_proxy": secure, "http_proxy": plain].compactMapValues(\.self)
        return found.mapValues(withScheme)
    }

    /// Why a remote could not be reached, where that is because of what the environment says; nil if it is not.
    ///
    /// libgit2 speaks to HTTP proxies alone, and asks one only for `https://`.
    static func limitation(_ transport: RemoteURL.Transport, _ variables: [String: String]) -> String? {
        switch transport {
        case .https:
            guard let proxy = forLibgit2(variables)["https_proxy"], isSOCKS(proxy) else { return nil }
            return "the environment names a SOCKS proxy, which is not supported; name an HTTP proxy in https_proxy"
        case .http:
            guard let proxy = forLibgit2(variables)["http_proxy"], !proxy.isEmpty else { return nil }
            return
                "a proxy for http:// is not supported, and that of the environment was not asked; use https://, or let "
                + "the server be reached without it"
        default: return nil
        }
    }

    private static func isSOCKS(_ proxy: String) -> Bool { proxy.lowercased().hasPrefix("socks") }

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
