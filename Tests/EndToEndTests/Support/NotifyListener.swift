import Glibc
import Platform
import Synchronization

/// A service manager's end of `NOTIFY_SOCKET`, and what came there.
final class NotifyListener: Sendable {
    let path: String
    private let socket: Descriptor
    private let heard = Mutex<[String]>([])

    init(in folder: String) throws {
        path = "\(folder)/notify"
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        socket = Descriptor(adopting: try systemCall("make a socket") { Glibc.socket(AF_UNIX, kind, 0) })
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        try systemCall("bind") {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
    }

    /// Every line that has come so far.
    var lines: [String] {
        get throws {
            while case .bytes(let bytes) = try socket.readAvailable(upTo: 4_096) {
                let new = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                heard.withLock { $0 += new }
            }
            return heard.withLock { $0 }
        }
    }
}
