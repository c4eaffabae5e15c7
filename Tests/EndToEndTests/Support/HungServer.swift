import Glibc
import Platform

/// A port that accepts connections and never says anything.
///
/// The kernel completes them; nobody takes them.
struct HungServer: ~Copyable {
    private let socket: Descriptor
    let port: UInt16

    init() throws {
        let socket = Descriptor(
            adopting: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                bind(socket.number, general, length) == 0 && listen(socket.number, 64) == 0
                    && getsockname(socket.number, general, &length) == 0
            }
        }
        guard bound else { throw SystemError(code: errno, action: "open a port") }
        self.socket = socket
        port = UInt16(bigEndian: address.sin_port)
    }
}
