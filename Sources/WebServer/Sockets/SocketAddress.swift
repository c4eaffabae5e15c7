internal import Glibc
internal import Platform

/// An address as the kernel wants it.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Of a Unix socket at a path that fits (less than 108 bytes).
    init(unixPath path: String) throws(SystemError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard bytes.count < place.count else { return false }
            place.copyBytes(from: bytes)
            return true
        }
        guard fits else { throw SystemError(code: ENAMETOOLONG, action: "use the socket path \(path)") }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
        withUnsafeMutableBytes(of: &storage) { place in
            withUnsafeBytes(of: &address) { place.copyMemory(from: $0) }
        }
    }

    /// A copy of one that the system made.
    init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        self.length = min(length, self.length)
        withUnsafeMutableBytes(of: &storage) { place in
            place.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
        }
    }

    /// The address that a socket is bound to.
    init(of socket: borrowing Descriptor) throws(SystemError) {
        let number = socket.number
        try fill { getsockname(number, $0, $1) }
    }

    /// The address that a socket is connected to.
    init(ofPeer socket: borrowing Descriptor) throws(SystemError) {
        let number = socket.number
        try fill { getpeername(number, $0, $1) }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// Hands the address to a call such as `bind`.
    func with(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, length) }
        }
    }

    /// The numeric host and the port of a TCP address.
    var hostAndPort: (host: String, port: Int) {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let flags = NI_NUMERICHOST | NI_NUMERICSERV
        let code = with { getnameinfo($0, $1, &host, socklen_t(host.count), &port, socklen_t(port.count), flags) }
        guard code == 0 else { return ("", 0) }
        return (SocketAddress.text(host), Int(SocketAddress.text(port)) ?? 0)
    }

    private mutating func fill(
        _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) throws(SystemError) {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        try systemCall("ask for a socket's address") {
            withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &length) }
            }
        }
        self.length = min(length, self.length)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
