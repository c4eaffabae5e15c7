internal import Glibc

/// Two connected Unix sockets, both close-on-exec.
///
/// Another process of the same user can open a pipe anew through `/proc/PID/fd`, but no socket.
package struct SocketPair: ~Copyable, Sendable {
    package let first: Descriptor
    package let second: Descriptor

    package init() throws(SystemError) {
        var numbers: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try systemCall("make a pair of sockets") { socketpair(AF_UNIX, kind, 0, &numbers) }
        first = Descriptor(adopting: numbers[0])
        second = Descriptor(adopting: numbers[1])
    }

    /// Keeps the first socket and closes the second.
    package consuming func takeFirst() -> Descriptor { first }
}
