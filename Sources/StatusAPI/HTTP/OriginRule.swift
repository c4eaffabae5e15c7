internal import WebServer

/// Which web pages may use the API from a browser (RFC 6454): those of the daemon itself, and those of allowed origins.
package struct OriginRule: Sendable {
    private let allowed: Set<String>

    /// - Parameter allowed: Origins as browsers write them, such as `https://status.example.org`.
    package init(allowed: [String] = []) {
        self.allowed = Set(allowed.map { $0.lowercased() })
    }

    /// Whether a request comes from such a page, or from no page at all.
    func allows(_ request: HTTPRequest) -> Bool {
        let origins = request.headers.all("Origin")
        guard let origin = origins.first?.lowercased() else { return true }
        guard origins.count == 1 else { return false }
        return allowed.contains(origin) || isOwn(origin, request.authority)
    }

    /// Whether a request comes from a page of one of the allowed origins.
    func lists(_ request: HTTPRequest) -> Bool {
        let origins = request.headers.all("Origin")
        return origins.count == 1 && allowed.contains(origins[0].lowercased())
    }

    /// Whether no origin is allowed but the daemon's own.
    var isEmpty: Bool { allowed.isEmpty }

    /// Whether the page was loaded from the address that it asks now, whoever ends its TLS.
    private func isOwn(_ origin: String, _ authority: String?) -> Bool {
        guard let authority = authority?.lowercased() else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }
}
