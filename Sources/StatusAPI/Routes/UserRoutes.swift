internal import WebServer

/// Who asks on the control socket.
struct UserRoutes: Sendable {
    /// The login name of a user id; nil for one without.
    let userName: @Sendable (UInt32) -> String?

    /// The login name of the process's user, or its number; nil for a peer that is none of this machine.
    func name(of peer: Peer) -> String? {
        guard case .unix(let user, _) = peer else { return nil }
        return userName(user) ?? "uid \(user)"
    }
}
