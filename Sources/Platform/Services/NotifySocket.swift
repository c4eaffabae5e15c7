internal import Glibc

/// The socket on which a service manager hears how its service is (`NOTIFY_SOCKET`, see sd_notify(3)).
package struct NotifySocket: Sendable {
    private let path: String

    /// - Parameter path: A path, or `@` and a name for a socket in the abstract namespace.
    package init(path: String) {
        self.path = path
    }

    /// Tells the service manager these lines, as one datagram; never waits.
    package func send(_ lines: [String]) throws(SystemError) {
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let (address, length) = try address()
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(
            adopting: try systemCall("make a socket for \(path)") { Glibc.socket(AF_UNIX, kind, 0) }
        )
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        try systemCall("tell the service manager at \(path)") {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(socket.number, bytes, bytes.count, flags, $0, length)
                }
            }
        }
    }

    /// The length counts: an abstract name ends where the address does.
    private func address() throws(SystemError) -> (sockaddr_un, socklen_t) {
        var name = Array(path.utf8)
        guard let first = name.first, [UInt8(ascii: "/"), UInt8(ascii: "@")].contains(first) else {
            throw SystemError(code: EINVAL, action: "use \(path) as a socket")
        }
        if first == UInt8(ascii: "@") { name[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard name.count < place.count else { return false }
            place.copyBytes(from: name)
            return true
        }
        guard fits else { throw SystemError(code: ENAMETOOLONG, action: "use the socket path \(path)") }
        let end = name.count + (name.first == 0 ? 0 : 1)
        return (address, socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2) + end))
    }
}
