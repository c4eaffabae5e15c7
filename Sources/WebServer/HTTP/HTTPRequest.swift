/// A request as it arrived, whole and valid.
package struct HTTPRequest: Equatable, Sendable {
    /// The method, as sent; by convention in capitals.
    package var method: String
    package var target: RequestTarget
    package var version: HTTPVersion
    package var headers: HTTPHeaders
    /// The content, decoded from its transfer coding.
    package var body: [UInt8]
    package var peer: Peer

    package init(
        _ method: String,
        _ target: RequestTarget,
        version: HTTPVersion = .http11,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        peer: Peer
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The path as sent, percent-encoded and without the query.
    package var path: String { target.path }

    /// The path's parts, decoded.
    package var pathComponents: [String] { target.components }

    /// The first value of this name in the query, decoded.
    package func query(_ name: String) -> String? { target.query.first { $0.name == name }?.value }

    /// Whom the client believes to speak to, `host[:port]`: the target's authority, else `Host` (RFC 9112 §3.3).
    package var authority: String? { target.authority ?? headers["Host"] }

    /// Whether the connection may be used for another request afterwards (RFC 9112 §9.3).
    package var allowsKeepAlive: Bool {
        let options = headers.list("Connection")
        guard !options.contains("close") else { return false }
        return version == .http11 || options.contains("keep-alive")
    }
}
