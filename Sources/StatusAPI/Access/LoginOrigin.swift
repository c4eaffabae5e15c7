internal import WebServer

/// Where a person asks from who shows a password, and whether passwords are taken from there.
enum LoginOrigin: Equatable {
    /// The control socket.
    case local
    case address(IPAddress)

    /// Takes this machine's own addresses, and declared proxies, which say for whom they ask.
    ///
    /// - Throws: 403 for anybody else: a password must not come over a network in the clear.
    init(_ request: HTTPRequest, proxies: [AddressRange]) throws(ProblemDetails) {
        guard case .tcp(let text, _) = request.peer else {
            self = .local
            return
        }
        guard let peer = IPAddress(peer: text) else { throw Self.refused }
        if proxies.contains(where: { $0.contains(peer) }) {
            self = .address(ClientAddress.behind(proxies, request) ?? peer)
        } else if peer.isLoopback, !Self.isForwarded(request) {
            self = .address(peer)
        } else {
            throw Self.refused
        }
    }

    private static func isForwarded(_ request: HTTPRequest) -> Bool {
        ["X-Forwarded-For", "Forwarded"].contains { request.headers[$0] != nil }
    }

    private static let refused = ProblemDetails(
        403,
        "passwords are taken from a loopback address, or through a proxy that `proxies` in the daemon's configuration names"
    )
}
