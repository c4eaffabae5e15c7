internal import Glibc
internal import Platform

/// Making and using stream sockets; every one is close-on-exec, and no call raises SIGPIPE.
enum StreamSocket {
    static func make(family: Int32, nonBlocking: Bool) throws(SystemError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let flags = nonBlocking ? kind | Int32(SOCK_NONBLOCK.rawValue) : kind
        return Descriptor(adopting: try systemCall("make a socket") { socket(family, flags, 0) })
    }

    static func setOption(
        _ name: Int32,
        level: Int32 = SOL_SOCKET,
        to value: Int32 = 1,
        on socket: borrowing Descriptor
    ) throws(SystemError) {
        var value = value
        let number = socket.number
        try systemCall("set the option \(name) of a socket") {
            setsockopt(number, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Has the kernel ask the other side for a sign of life when nothing has come for so long, and end the connection
    /// when so many of them are not answered.
    static func keepAlive(_ socket: borrowing Descriptor, seconds: Int32, times: Int32) throws(SystemError) {
        let tcp = Int32(IPPROTO_TCP)
        try setOption(TCP_KEEPIDLE, level: tcp, to: seconds, on: socket)
        try setOption(TCP_KEEPINTVL, level: tcp, to: seconds, on: socket)
        try setOption(TCP_KEEPCNT, level: tcp, to: times, on: socket)
        try setOption(SO_KEEPALIVE, on: socket)
    }

    /// Lets no sending and no connecting of a blocking socket wait longer.
    static func limitSending(on socket: borrowing Descriptor, milliseconds: Int64) throws(SystemError) {
        let (seconds, rest) = max(1, milliseconds).quotientAndRemainder(dividingBy: 1_000)
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(rest) * 1_000)
        let number = socket.number
        try systemCall("limit the waiting of a socket") {
            setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// How many bytes were sent and not taken yet, as the kernel counts them (`SIOCOUTQ`); 0 where it does not say.
    static func held(by socket: borrowing Descriptor) -> Int {
        var count: Int32 = 0
        return ioctl(socket.number, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    }

    /// Sends what follows `start`.
    ///
    /// - Returns: How many bytes went out; nil when none can now.
    static func send(_ bytes: [UInt8], from start: Int, to socket: borrowing Descriptor) throws(SystemError) -> Int? {
        let number = socket.number
        do {
            return try systemCall("send to a socket") {
                bytes.withUnsafeBytes { buffer in
                    let rest = UnsafeRawBufferPointer(rebasing: buffer.dropFirst(start))
                    return Glibc.send(number, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                }
            }
        } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
            return nil
        }
    }
}
