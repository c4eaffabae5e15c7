import Glibc
import Platform
import WebServer

/// A client that sends whatever bytes it likes and gives up after three minutes; its calls block.
final class RawClient: Sendable {
    let socket: Descriptor

    init(_ address: Listener.Address, receiveBuffer: Int32? = nil) throws {
        switch address {
        case .tcp(_, let port): socket = try RawClient.connectTCP(port, receiveBuffer)
        case .unix(let path): socket = try RawClient.connectUnix(path)
        }
        var limit = timeval(tv_sec: 180, tv_usec: 0)
        setsockopt(socket.number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends as much as the server takes: it may have answered and closed already.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = sendSome(Array(rest))
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private func sendSome(_ bytes: [UInt8]) -> Int {
        Glibc.send(socket.number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Sends the bytes again and again until nobody takes any for a quarter of a second; how many were taken.
    func sendUntilStalled(_ bytes: [UInt8], limit: Int) -> Int {
        var (total, refused) = (0, 0)
        while total < limit, refused < 50 {
            let count = Glibc.send(
                socket.number,
                bytes,
                bytes.count,
                Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            )
            if count > 0 { total += count }
            refused = count > 0 ? 0 : refused + 1
            if count <= 0 { usleep(5_000) }
        }
        return total
    }

    func endSending() {
        _ = shutdown(socket.number, Int32(SHUT_WR))
    }

    /// Everything up to the server's end of the connection, a reset included.
    func readToEnd() throws -> String {
        var all: [UInt8] = []
        while true {
            let bytes = try next()
            if bytes.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += bytes
        }
    }

    /// Reads until the text so far satisfies the condition, or to the end.
    func read(until isEnough: (String) -> Bool) throws -> String {
        var all: [UInt8] = []
        while !isEnough(String(decoding: all, as: UTF8.self)) {
            let bytes = try next()
            guard !bytes.isEmpty else { break }
            all += bytes
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// The next so many bytes; nil when the connection ends before.
    func readExactly(_ count: Int) throws -> [UInt8]? {
        var all: [UInt8] = []
        while all.count < count {
            let bytes = try next(upTo: count - all.count)
            if bytes.isEmpty { return nil }
            all += bytes
        }
        return all
    }

    /// A head, and no byte of what follows it.
    func readHead() throws -> String {
        var all: [UInt8] = []
        while !all.suffix(4).elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) {
            let byte = try next(upTo: 1)
            if byte.isEmpty { break }
            all += byte
        }
        return String(decoding: all, as: UTF8.self)
    }

    private func next(upTo count: Int = 65_536) throws -> [UInt8] {
        do {
            return try socket.read(upTo: count)
        } catch {
            guard error.code == ECONNRESET else { throw error }
            return []
        }
    }

    private static func connectTCP(_ port: Int, _ receiveBuffer: Int32?) throws -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(adopting: try systemCall("make a socket") { Glibc.socket(AF_INET, kind, 0) })
        var size = receiveBuffer ?? 0
        if size > 0 { setsockopt(socket.number, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        // Pieces are to arrive as pieces.
        var on: Int32 = 1
        setsockopt(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        try withUnsafeBytes(of: &address) { try connect(socket.number, $0) }
        return socket
    }

    private static func connectUnix(_ path: String) throws -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(adopting: try systemCall("make a socket") { Glibc.socket(AF_UNIX, kind, 0) })
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix(107)) }
        try withUnsafeBytes(of: &address) { try connect(socket.number, $0) }
        return socket
    }

    private static func connect(_ socket: Int32, _ address: UnsafeRawBufferPointer) throws {
        guard let start = address.baseAddress else { return }
        let pointer = start.assumingMemoryBound(to: sockaddr.self)
        try systemCall("connect") { Glibc.connect(socket, pointer, socklen_t(address.count)) }
    }
}
