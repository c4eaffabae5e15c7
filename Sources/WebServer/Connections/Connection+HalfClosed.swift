extension Connection {
    /// Takes note that the client will send no more.
    ///
    /// It gets its answer all the same, if it is still there. One that has closed the connection looks just the same,
    /// until it is sent something: then its system answers with a reset (RFC 9293 §3.10.7.1), and the work for it ends.
    func peerClosed(_ now: Int64) {
        peerIsDone = true
        switch phase {
        case .answering: sendAhead(now)
        case .streaming(let outgoing, _, _): if outgoing.isEndless { abort() }
        case .receiving, .sending, .webSocket, .lingering, .closed: break
        }
    }

    /// Sends the next byte of what every answer begins with, to see whether the client is still there; as many times as
    /// there are bytes.
    func sendAhead(_ now: Int64) {
        guard case .answering = phase, peerIsDone, sentAhead < HeadWriter.beginning.count else { return deadline = nil }
        output.append([HeadWriter.beginning[sentAhead]])
        sentAhead += 1
        deadline = now + 1_000
        flush(now)
    }

    /// What of an answer's head was not sent ahead.
    func takeRest(of head: [UInt8]) -> [UInt8] {
        defer { sentAhead = 0 }
        return sentAhead == 0 ? head : Array(head.dropFirst(sentAhead))
    }
}
