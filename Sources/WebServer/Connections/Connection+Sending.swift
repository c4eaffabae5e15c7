internal import Glibc
internal import Platform

extension Connection {
    /// Sends what waits, and goes on to what follows when nothing waits any more.
    func flush(_ now: Int64) {
        guard !isClosed else { return }
        do {
            let count = try output.send(to: socket)
            if case .webSocket(let link) = phase { return webSocketSent(count, link, now) }
            guard output.isEmpty else { return timeOutput(now, count > 0) }
            drained(now)
        } catch {
            // The client has gone; there is nobody to tell.
            abort()
        }
    }

    /// Ends what has waited too long.
    func expire(_ now: Int64) {
        guard let deadline, deadline <= now else { return }
        switch phase {
        case .receiving where parser.progress != .nothing && output.isEmpty:
            send(.problem(ParseFailure(408, "the request did not arrive in time")), to: .none, now)
        case .webSocket(let link):
            webSocketExpired(link, now)
        case .answering,
            .streaming where output.isEmpty:
            self.deadline = nil
            sendAhead(now)
        case .receiving, .sending, .streaming, .lingering, .closed:
            abort()
        }
    }

    private func timeOutput(_ now: Int64, _ progress: Bool) {
        switch phase {
        case .sending, .streaming:
            if progress || deadline == nil { deadline = context.writeTimeout.map { now + $0 } }
        case .receiving, .answering, .webSocket, .lingering, .closed:
            break
        }
    }

    private func drained(_ now: Int64) {
        switch phase {
        case .sending(let keepsAlive):
            deadline = nil
            if keepsAlive, !isDraining { awaitNext(now) } else { linger(now) }
        case .streaming:
            deadline = nextAhead(now)
            pull()
        case .receiving, .answering, .webSocket, .lingering, .closed:
            break
        }
    }

    private func awaitNext(_ now: Int64) {
        hasServed = true
        phase = .receiving
        timedProgress = nil
        advance(now)
    }

    /// Ends our side and lets the client's last bytes run dry: closing at once would make the kernel answer them
    /// with a reset, which can overtake the answer (RFC 9112 §9.6).
    func linger(_ now: Int64) {
        guard !peerIsDone, shutdown(socket.number, Int32(SHUT_WR)) == 0 else { return abort() }
        phase = .lingering(left: 16_777_216)
        deadline = now + configuration.lingerTimeout
    }
}
