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

    /// Sends these pieces as if they were one, from byte `start` of the first on.
    ///
    /// - Returns: How many bytes went out; nil when none can now.
    static func send(_ pieces: [[UInt8]], from start: Int, to socket: borrowing Descriptor) throws(SystemError) -> Int?
    {
        let number = socket.number
        do {
            return try systemCall("send to a socket") {
                var vectors: [iovec] = []
                vectors.reserveCapacity(pieces.count)
                return withVectors(of: pieces[...], &vectors) { vectors in
                    vectors[0].iov_base += start
                    vectors[0].iov_len -= start
                    return sendMessage(number, &vectors)
                }
            }
        } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
            return nil
        }
    }

    private static func sendMessage(_ number: Int32, _ vectors: inout [iovec]) -> Int {
        vectors.withUnsafeMutableBufferPointer { vectors in
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = vectors.count
            return sendmsg(number, &message, Int32(MSG_NOSIGNAL))
        }
    }

    /// Calls `body` with where these pieces are in memory, behind the ones that `vectors` has already.
    private static func withVectors(
        of pieces: ArraySlice<[UInt8]>,
        _ vectors: inout [iovec],
        _ body: (inout [iovec]) -> Int
    ) -> Int {
        guard let piece = pieces.first else { return body(&vectors) }
        return piece.withUnsafeBytes { bytes in
            let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            vectors.append(iovec(iov_base: start, iov_len: bytes.count))
            return withVectors(of: pieces.dropFirst(), &vectors, body)
        }
    }
}
