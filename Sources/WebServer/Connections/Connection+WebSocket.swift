internal import Glibc
internal import Platform

extension Connection {
    /// Goes over to frames; what the client has sent ahead are its first.
    func open(_ upgrade: WebSocketUpgrade, head: [UInt8], _ now: Int64) {
        let (mailbox, id, settings) = (context.mailbox, id, configuration.webSocket)
        let handle = WebSocketConnection(limit: settings.waiting) { order in
            mailbox.post(.webSocket(connection: id, order))
        }
        let link = WebSocketLink(handle, upgrade.open(handle), settings, now)
        phase = .webSocket(link)
        limitKernelBuffer(settings.kernelBuffer)
        append(head, link)
        link.session.opened()
        let ahead = parser.takeRest()
        // What it needed for requests is given back.
        parser = RequestParser(limits: configuration.limits, peer: context.peer)
        webSocketReceived(ahead, now)
        if isDraining { drain(now) }
        flush(now)
    }

    /// Takes what the application asks for; frames wait for the next `flush`.
    func carryOut(_ order: WebSocketConnection.Message, _ now: Int64) {
        guard case .webSocket(let link) = phase, link.phase == .open else { return }
        switch order {
        case .send(let frames):
            for frame in frames { output.append(frame.bytes) }
        case .close(let code, let reason, let dropping):
            beginClosing(link, code, reason, dropping: dropping, now)
        }
    }

    /// Takes a client's bytes.
    func webSocketReceived(_ bytes: [UInt8], _ now: Int64) {
        var rest = bytes[...]
        while case .webSocket(let link) = phase, !link.isFinishing {
            switch link.parser.next(&rest) {
            case .needMore: return deadline = link.deadline
            case .text(let text): if link.phase == .open { link.session.received(text) }
            case .ping(let payload): answerPing(payload, link, now)
            case .pong: link.keepAlive.answered(now)
            case .close(let code): clientCloses(link, code, now)
            case .failure(let failure): refuse(failure, link, now)
            }
        }
    }

    /// Takes note of what has left, and goes on to what follows.
    func webSocketSent(_ count: Int, _ link: WebSocketLink, _ now: Int64) {
        let isAll = link.handle.left(count)
        if count > 0 {
            link.progress = now
            link.wait(until: now + link.configuration.closeTimeout)
        }
        if output.isEmpty {
            link.hasSentHead = true
            link.takeUntil = nil
            if link.isFinishing { return linger(now) }
            if isAll, count > 0, link.phase == .open { link.session.drained() }
        } else if count > 0 || link.takeUntil == nil {
            waitForTaking(link, now)
        }
        deadline = link.deadline
    }

    /// Does what the time calls for.
    func webSocketExpired(_ link: WebSocketLink, _ now: Int64) {
        guard link.phase == .open else { return abort() }
        if let takeUntil = link.takeUntil, takeUntil <= now, !hasTaken(link, now) {
            return beginClosing(link, .tryAgainLater, "the client reads too slowly", now)
        }
        // Who takes what waits comes to the ping behind it in time.
        switch link.keepAlive.due(now, progress: output.isEmpty ? link.progress : now) {
        case .nothing: deadline = link.deadline
        case .ping:
            appendUrgent(WebSocketFrame.ping.bytes, link)
            flush(now)
        case .giveUp:
            beginClosing(link, .tryAgainLater, "the client did not answer a ping", now)
        }
    }

    /// Sends this side's close frame and waits for the client's.
    func beginClosing(
        _ link: WebSocketLink,
        _ code: WebSocketCloseCode,
        _ reason: String,
        dropping: Bool = true,
        _ now: Int64
    ) {
        guard link.phase == .open else { return }
        // A slow client needs time to find the last frame behind all that it has not read yet.
        let isSlow = code == .tryAgainLater && !output.isEmpty
        let until = now + max(link.configuration.closeTimeout, isSlow ? link.configuration.takeTimeout : 0)
        link.end(.server(code), next: .closing(until: until))
        sendLast(.close(code, reason), link, dropping: dropping, now)
    }

    /// Gives the client time to take something of what waits.
    private func waitForTaking(_ link: WebSocketLink, _ now: Int64) {
        link.takeUntil = now + link.configuration.takeTimeout
        link.held = StreamSocket.held(by: socket)
    }

    /// Whether a client has taken some of what the kernel holds for it; then it gets its time anew.
    ///
    /// One that reads slowly makes room there long before there is enough for more to be sent.
    private func hasTaken(_ link: WebSocketLink, _ now: Int64) -> Bool {
        guard StreamSocket.held(by: socket) < link.held else { return false }
        link.progress = now
        waitForTaking(link, now)
        return true
    }

    private func clientCloses(_ link: WebSocketLink, _ code: WebSocketCloseCode?, _ now: Int64) {
        let hasClosed = link.phase != .open
        link.end(.client(code), next: .finishing(until: now + link.configuration.closeTimeout))
        // A close frame is answered with its code, unless it is the answer itself (RFC 6455 §5.5.1).
        if hasClosed { flush(now) } else { sendLast(.close(code), link, dropping: true, now) }
    }

    private func refuse(_ failure: WebSocketFailure, _ link: WebSocketLink, _ now: Int64) {
        let hasClosed = link.phase != .open
        link.end(.server(failure.code), next: .finishing(until: now + link.configuration.closeTimeout))
        if hasClosed { flush(now) } else { sendLast(.close(failure.code, failure.reason), link, dropping: true, now) }
    }

    private func sendLast(_ frame: WebSocketFrame, _ link: WebSocketLink, dropping: Bool, _ now: Int64) {
        if dropping, link.hasSentHead { _ = link.handle.left(output.dropUnstarted()) }
        append(frame.bytes, link)
        // A slow client's buffers are full: a little more room lets the last frame go at once, and the client finds it
        // whenever it reads on, even when this side has long given up waiting.
        if dropping { limitKernelBuffer(link.configuration.kernelBuffer * 4) }
        flush(now)
    }

    /// Answers with what the ping held (RFC 6455 §5.5.3); one who pings without reading is too slow like others.
    private func answerPing(_ payload: [UInt8], _ link: WebSocketLink, _ now: Int64) {
        guard link.phase == .open else { return }
        guard output.count <= link.configuration.waiting else {
            return beginClosing(link, .tryAgainLater, "the client reads too slowly", now)
        }
        appendUrgent(WebSocketFrame.pong(payload).bytes, link)
        flush(now)
    }

    private func append(_ bytes: [UInt8], _ link: WebSocketLink) {
        link.handle.added(bytes.count)
        output.append(bytes)
    }

    private func appendUrgent(_ bytes: [UInt8], _ link: WebSocketLink) {
        guard link.hasSentHead else { return append(bytes, link) }
        link.handle.added(bytes.count)
        output.insert(urgent: bytes)
    }

    private func limitKernelBuffer(_ bytes: Int) {
        do {
            try StreamSocket.setOption(SO_SNDBUF, to: Int32(clamping: bytes), on: socket)
        } catch {
            configuration.report("a WebSocket has the kernel's own buffer: \(error)")
        }
    }
}
