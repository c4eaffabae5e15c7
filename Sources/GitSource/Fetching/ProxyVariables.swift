internal import Glibc

/// The environment's word on proxies, as curl and git read it.
enum ProxyVariables {
    private static let secure = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    private static let plain = ["http_proxy", "all_proxy", "ALL_PROXY"]
    private static let exempt = ["no_proxy", "NO_PROXY"]

    /// Those that are set.
    static var present: [String: String] {
        let found = (secure + plain + exempt).compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return Dictionary(found) { first, _ in first }
    }

    /// What libgit2, which knows no `all_proxy`, is to find in its environment.
    static func forLibgit2(_ variables: [String: String]) -> [String: String] {
        let proxies = [
            "https_proxy": first(secure, variables)?.value, "http_proxy": first(plain, variables)?.value,
        ].compactMapValues(\.self).mapValues(withScheme)
        guard let exempt = first(exempt, variables)?.value else { return proxies }
        return proxies.merging(["no_proxy": ProxyExemptions(exempt).forLibgit2]) { $1 }
    }

    private static func first(_ names: [String], _ variables: [String: String]) -> (name: String, value: String)? {
        names.lazy.compactMap { name in variables[name].map { (name, $0) } }.first
    }

    /// The proxy that the environment names for `url`, and the variable that does; nil if there is none.
    private static func proxy(
        for url: RemoteURL,
        _ variables: [String: String]
    ) -> (name: String, value: String)? {
        let names = [.https: secure, .http: plain][url.transport] ?? []
        guard let proxy = first(names, variables), !proxy.value.isEmpty else { return nil }
        return ProxyExemptions(first(exempt, variables)?.value ?? "").cover(url) ? nil : proxy
    }

    /// Why a remote could not be reached, where that is because of what the environment says; nil if it is not.
    ///
    /// libgit2 speaks to HTTP proxies alone, and asks one only for `https://`.
    static func limitation(_ url: RemoteURL, _ variables: [String: String]) -> String? {
        guard let (name, value) = proxy(for: url, variables) else { return nil }
        if url.transport == .http {
            return
                "a proxy for http:// is not supported, and that of the environment was not asked; use https://, or let "
                + "the server be reached without it"
        }
        let proxy = withScheme(value).lowercased()
        if proxy.hasPrefix("socks") {
            return "the environment names a SOCKS proxy, which is not supported; name an HTTP proxy in https_proxy"
        }
        guard proxy.hasPrefix("http://") || proxy.hasPrefix("https://") else {
            return "the proxy in \(name) is of an unknown kind; name an HTTP proxy there, as in http://proxy:3128"
        }
        return hasPort(proxy) ? nil : "the port of the proxy in \(name) is not a number from 1 to 65535"
    }

    /// Who was asked for the remote, for a failure that says nothing better; nil if that was the remote itself.
    static func asked(_ url: RemoteURL, _ variables: [String: String]) -> String? {
        guard url.transport == .https, let (name, _) = proxy(for: url, variables) else { return nil }
        return "the server was to be reached by the proxy in \(name)"
    }

    /// Whether the address in a proxy's URL has a port that is one, or none.
    private static func hasPort(_ proxy: String) -> Bool {
        let rest = proxy.firstRange(of: "://").map { proxy[$0.upperBound...] } ?? proxy[...]
        let place = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        let address = place.prefix { $0 != "/" }
        guard let colon = address.lastIndex(of: ":"), !address[colon...].contains("]") else { return true }
        let port = address[address.index(after: colon)...]
        return port.isEmpty || UInt16(port).map { $0 > 0 } == true
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
