internal import Glibc
internal import Platform

/// A listening socket with its handler; closed, and its path removed, with its last reference.
final class BoundListener: Sendable {
    let socket: Descriptor
    let handler: any HTTPHandler
    /// The address with the real port.
    let address: Listener.Address
    /// How many connections it has at most; nil for as many as the server's configuration says.
    let connections: Int?
    /// Whether a client may take as long as it likes to read an answer.
    let waitsForReaders: Bool
    private let file: UnixSocketFile?

    init(_ listener: Listener) throws(SystemError) {
        handler = listener.handler
        connections = listener.connections
        waitsForReaders = listener.waitsForReaders
        switch listener.address {
        case .tcp(let host, let port):
            let socket = try TakenAddress.open { () throws(SystemError) in
                try TCPListenerSocket.open(host: host, port: port)
            }
            let bound = try SocketAddress(of: socket).hostAndPort
            self.socket = socket
            address = .tcp(host: bound.host, port: bound.port)
            file = nil
        case .unix(let path):
            let place = try UnixSocketPlace(path)
            let socket = try TakenAddress.open { () throws(SystemError) in
                try UnixListenerSocket.open(place)
            }
            file = UnixSocketFile(place)
            self.socket = socket
            address = listener.address
        }
    }

    /// The next connection; nil when none waits.
    func accept() throws(SystemError) -> AcceptedSocket? {
        guard let connection = try socket.accept() else { return nil }
        let peer = try peer(of: connection)
        return AcceptedSocket(socket: connection, peer: peer)
    }

    private func peer(of connection: borrowing Descriptor) throws(SystemError) -> Peer {
        switch address {
        case .unix:
            let peer = try connection.socketPeer()
            return .unix(user: peer.user, process: peer.process)
        case .tcp:
            // Answers are written whole; waiting for more to send would only delay their ends.
            try StreamSocket.setOption(TCP_NODELAY, level: Int32(IPPROTO_TCP), on: connection)
            try StreamSocket.setOption(SO_KEEPALIVE, on: connection)
            let (host, port) = try SocketAddress(ofPeer: connection).hostAndPort
            return .tcp(address: host, port: port)
        }
    }
}

/// A new connection and who made it.
struct AcceptedSocket: ~Copyable {
    let socket: Descriptor
    let peer: Peer

    consuming func takeSocket() -> Descriptor { socket }
}
