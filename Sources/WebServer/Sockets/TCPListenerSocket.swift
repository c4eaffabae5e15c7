internal import Glibc
internal import Platform

/// Sockets that listen on a TCP port.
enum TCPListenerSocket {
    /// Binds to the first address of `host` that can be bound, and listens.
    static func open(host: String, port: Int) throws(SystemError) -> Descriptor {
        let action = "listen on \(host):\(port)"
        var failure = SystemError(code: EADDRNOTAVAIL, action: action)
        for address in try addresses(host, port, action) {
            do {
                return try listen(on: address, action)
            } catch {
                failure = SystemError(code: error.code, action: action)
            }
        }
        throw failure
    }

    private static func listen(on address: SocketAddress, _ action: String) throws(SystemError) -> Descriptor {
        let socket = try StreamSocket.make(family: address.family, nonBlocking: true)
        try StreamSocket.setOption(SO_REUSEADDR, on: socket)
        try systemCall(action) { address.with { bind(socket.number, $0, $1) } }
        try systemCall(action) { Glibc.listen(socket.number, SOMAXCONN) }
        return socket
    }

    private static func addresses(_ host: String, _ port: Int, _ action: String) throws(SystemError) -> [SocketAddress]
    {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let list else {
            let words = gai_strerror(code).map { String(cString: $0) } ?? "no address"
            throw SystemError(code: EADDRNOTAVAIL, action: "\(action) (\(words))")
        }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0.pointee.ai_next }.prefix(16).compactMap { entry in
            entry.pointee.ai_addr.map { SocketAddress($0, entry.pointee.ai_addrlen) }
        }
    }
}
