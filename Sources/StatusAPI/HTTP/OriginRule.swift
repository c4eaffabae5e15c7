internal import WebServer

/// Which web pages may use the API from a browser (RFC 6454): those of the daemon itself, and those of allowed origins.
package struct OriginRule: Sendable {
    /// In their normal form.
    private let allowed: Set<String>

    /// - Parameter allowed: Origins as browsers write them, such as `https://status.example.org`.
    package init(allowed: [String] = []) {
        self.allowed = Set(allowed.map(Self.normal))
    }

    /// Whether a request comes from such a page, or from no page at all.
    func allows(_ request: HTTPRequest) -> Bool {
        let origins = request.headers.all("Origin")
        guard let origin = origins.first.map(Self.normal) else { return true }
        guard origins.count == 1 else { return false }
        return allowed.contains(origin) || isOwn(origin, request.authority)
    }

    /// Whether a request comes from a page of one of the allowed origins.
    func lists(_ request: HTTPRequest) -> Bool {
        let origins = request.headers.all("Origin")
        return origins.count == 1 && allowed.contains(Self.normal(origins[0]))
    }

    /// Whether no origin is allowed but the daemon's own.
    var isEmpty: Bool { allowed.isEmpty }

    /// Whether a browser asks for a page of another site, which may not read the answer: then nothing that costs should be
    /// done for it (Fetch Metadata, §2.4).
    func isCrossSite(_ request: HTTPRequest) -> Bool {
        guard !lists(request) else { return false }
        return request.headers.list("Sec-Fetch-Site").contains("cross-site") || !allows(request)
    }

    /// Whether the page was loaded from the address that it asks now, whoever ends its TLS.
    private func isOwn(_ origin: String, _ authority: String?) -> Bool {
        guard let authority else { return false }
        return Self.defaultPorts.keys.contains { Self.normal($0 + authority) == origin }
    }

    /// An origin as browsers write it: in lower case, without the port that its scheme has anyway (RFC 6454 §6.1).
    private static func normal(_ origin: String) -> String {
        let origin = origin.lowercased()
        for (scheme, port) in defaultPorts where origin.hasPrefix(scheme) && origin.hasSuffix(port) {
            return String(origin.dropLast(port.count))
        }
        return origin
    }

    private static let defaultPorts = ["http://": ":80", "https://": ":443"]
}
