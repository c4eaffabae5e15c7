internal import Glibc
internal import Platform

extension Connection {
    /// Takes note that the client will send no more.
    ///
    /// It gets its answer all the same, if it is still there. One that has closed the connection looks just the same,
    /// until it is sent something: then its system answers with a reset (RFC 9293 §3.10.7.1), and the work for it ends.
    func peerClosed(_ now: Int64) {
        peerIsDone = true
        askNowAndThen()
        sendAhead(now)
    }

    /// Sends a byte of what comes next whatever it is, to see whether the client is still there; as many times as there
    /// are such bytes.
    func sendAhead(_ now: Int64) {
        guard peerIsDone, output.isEmpty, let byte = takeAhead() else { return }
        output.append([byte])
        deadline = nil
        flush(now)
        if case .answering = phase { deadline = nextAhead(now) }
    }

    /// When the next byte may be sent ahead, if nothing else is to be sent until then.
    func nextAhead(_ now: Int64) -> Int64? { peerIsDone ? now + Self.pause : nil }

    /// What of an answer's head was not sent ahead.
    func takeRest(of head: [UInt8]) -> [UInt8] {
        defer { sentAhead = 0 }
        return sentAhead == 0 ? head : Array(head.dropFirst(sentAhead))
    }

    private func takeAhead() -> UInt8? {
        switch phase {
        case .answering:
            guard sentAhead < HeadWriter.beginning.count else { return nil }
            defer { sentAhead += 1 }
            return HeadWriter.beginning[sentAhead]
        case .streaming(var outgoing, let keepsAlive, let pull):
            defer { phase = .streaming(outgoing, keepsAlive: keepsAlive, pull: pull) }
            return outgoing.takeAhead()
        case .receiving, .sending, .webSocket, .lingering, .closed:
            return nil
        }
    }

    /// Has the kernel ask whether the client is there, where nothing can be sent: one that is gone for a minute does not
    /// answer.
    private func askNowAndThen() {
        guard case .tcp = context.peer else { return }
        do {
            try StreamSocket.keepAlive(socket, seconds: 15, times: 4)
        } catch {
            configuration.report("a client that has gone may be noticed late: \(error)")
        }
    }

    /// Between two bytes that are sent ahead, in milliseconds.
    private static let pause: Int64 = 1_000
}
