internal import Glibc
internal import Platform

/// Sockets that listen at a path.
enum UnixListenerSocket {
    /// Listens at a place, where a socket that nobody listens on any more gives way.
    ///
    /// Until its mode is 0600 nobody can connect. EADDRINUSE: somebody listens there, or it is no socket.
    static func open(_ place: borrowing UnixSocketPlace) throws(SystemError) -> Descriptor {
        try clear(place)
        let action = "listen on \(place.path)"
        let socket = try StreamSocket.make(family: AF_UNIX, nonBlocking: true)
        let address = try place.address()
        try systemCall(action) { address.with { bind(socket.number, $0, $1) } }
        try place.restrict()
        try systemCall(action) { listen(socket.number, SOMAXCONN) }
        return socket
    }

    private static func clear(_ place: borrowing UnixSocketPlace) throws(SystemError) {
        guard let file = try place.fileIdentity() else { return }
        guard file.isSocket else {
            throw SystemError(code: EADDRINUSE, action: "listen on \(place.path), which is no socket")
        }
        guard try !somebodyListens(at: place) else {
            throw SystemError(code: EADDRINUSE, action: "listen on \(place.path), where another process listens")
        }
        try place.remove()
    }

    private static func somebodyListens(at place: borrowing UnixSocketPlace) throws(SystemError) -> Bool {
        let socket = try StreamSocket.make(family: AF_UNIX, nonBlocking: true)
        let address = try place.address()
        do {
            try systemCall("try \(place.path)") { address.with { connect(socket.number, $0, $1) } }
            return true
        } catch  where error.code == ECONNREFUSED {
            return false
        } catch  where error.code == EAGAIN {
            return true
        }
    }
}
