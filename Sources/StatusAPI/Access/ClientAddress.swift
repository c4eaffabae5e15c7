internal import WebServer

/// From where somebody asks, behind proxies that are believed to say so.
enum ClientAddress {
    /// The last address on the way that is no proxy of ours: those before it are only said.
    ///
    /// - Returns: Nil where a proxy of ours says nothing of it, or something else than an address.
    static func behind(_ proxies: [AddressRange], _ request: HTTPRequest) -> IPAddress? {
        for hop in request.headers.list("X-Forwarded-For").reversed() {
            guard let address = IPAddress(hop) else { return nil }
            if !proxies.contains(where: { $0.contains(address) }) { return address }
        }
        return nil
    }

    /// For a log: the client's address if the request comes by a proxy of ours that says it, else that of whoever is
    /// connected.
    static func text(of request: HTTPRequest, proxies: [AddressRange]) -> String {
        switch request.peer {
        case .unix(let user, _): "uid \(user)"
        case .tcp(let text, _):
            isProxy(text, proxies) ? behind(proxies, request)?.description ?? text : text
        }
    }

    private static func isProxy(_ peer: String, _ proxies: [AddressRange]) -> Bool {
        guard let address = IPAddress(peer: peer) else { return false }
        return proxies.contains { $0.contains(address) }
    }
}
