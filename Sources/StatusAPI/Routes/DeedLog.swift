internal import Domain
internal import WebServer

/// Says in the log what people have had the daemon do, and who; no secret is among it.
struct DeedLog: Sendable {
    /// Nil where the person is the only reader there would be.
    let log: (any Log)?
    let people: UserRoutes

    func tell(_ deed: String, by peer: Peer, _ fields: LogFields, level: LogLevel = .info) {
        log?.write(level, deed, who(peer) + fields)
    }

    private func who(_ peer: Peer) -> LogFields {
        guard case .unix(let user, let process) = peer else { return [:] }
        return ["by": people.name(of: peer), "uid": user, "pid": process]
    }
}
