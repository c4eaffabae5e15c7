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
        if authority.hasPrefix("[") { return String(authority.prefix { $0 != "]" }) + "]" }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasSuffix("]") && host.contains(":") }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
