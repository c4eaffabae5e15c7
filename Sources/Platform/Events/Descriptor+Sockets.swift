internal import CLinux
internal import Glibc

/// Who connected to a Unix socket, as the kernel saw them then.
package struct SocketPeer: Equatable, Sendable {
    package let process: Int32
    package let user: UInt32
    package let group: UInt32
}

extension Descriptor {
    /// The next connection of a listening socket, non-blocking and close-on-exec; nil when none waits.
    package func accept() throws(SystemError) -> Descriptor? {
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        do {
            let connection = try systemCall("accept a connection") { accept4(number, nil, nil, flags) }
            return Descriptor(adopting: connection)
        } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
            return nil
        }
    }

    /// The process at the other end of a Unix socket (`SO_PEERCRED`).
    package func socketPeer() throws(SystemError) -> SocketPeer {
        var peer = reconciler_peer()
        var length = socklen_t(MemoryLayout<reconciler_peer>.size)
        try systemCall("ask who is at the other end of a socket") {
            getsockopt(number, SOL_SOCKET, Int32(reconciler_SO_PEERCRED), &peer, &length)
        }
        return SocketPeer(process: peer.process, user: peer.user, group: peer.group)
    }
}
