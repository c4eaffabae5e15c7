internal import WebServer

/// Whom a request may believe to speak to: an IP literal, `localhost`, or an allowed name; anything else may be a
/// browser that was led here by somebody else's name (DNS rebinding).
package struct HostRule: Sendable {
    private let allowed: Set<String>

    /// - Parameter allowed: Names without port, in any case.
    package init(allowed: [String] = []) {
        self.allowed = Set(allowed.map { $0.lowercased() })
    }

    func allows(_ authority: String?) -> Bool {
        guard let authority else { return true }
        let host = Self.host(of: authority).lowercased()
        return host == "localhost" || allowed.contains(host) || Self.isAddress(host)
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.utf8.prefix { $0 != UInt8(ascii: ":") }) ?? authority
    }

    private static func isAddress(_ host: String) -> Bool {
        guard host.hasPrefix("[") else { return !host.contains(":") && IPAddress(host) != nil }
        let inside = host.dropFirst().dropLast()
        return host.hasSuffix("]") && inside.contains(":") && IPAddress(inside) != nil
    }
}
