internal import Glibc
internal import Platform

extension Connection {
    /// Reads once what has arrived.
    func receive(_ now: Int64) {
        do {
            switch try socket.readAvailable(upTo: Self.piece) {
            case .bytes(let bytes): received(bytes, now)
            case .wouldBlock: break
            case .end: abort()
            }
        } catch {
            // The client has gone; there is nobody to tell.
            abort()
        }
    }

    /// How much is read at once, in bytes: a free block of 64 KiB has glibc look through its whole heap (mallopt(3)).
    private static let piece = 16_384

    /// Takes the next request of those bytes that are here, and more of them as long as they are answered at once.
    func advance(_ now: Int64) {
        // Sending an answer that was there already ends in here again.
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while case .receiving = phase, step(now) {}
    }

    /// - Returns: Whether that was a request, so that another may be behind it.
    private func step(_ now: Int64) -> Bool {
        switch parser.next() {
        case .needMore:
            timeRequest(now)
            return false
        case .continueExpected:
            output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            timeRequest(now)
            flush(now)
            return false
        case .request(let request):
            begin(request, now)
            return true
        case .failure(let failure):
            refuse(failure, now)
            return false
        }
    }

    /// Sets the deadline of what of a request is awaited; it does not move while that goes on.
    func timeRequest(_ now: Int64) {
        let progress = parser.progress
        guard progress != timedProgress else { return }
        timedProgress = progress
        switch progress {
        case .nothing: deadline = now + (hasServed ? configuration.idleTimeout : configuration.headTimeout)
        case .head: deadline = now + configuration.headTimeout
        case .body: deadline = now + configuration.bodyTimeout
        }
    }

    private func received(_ bytes: [UInt8], _ now: Int64) {
        switch phase {
        case .receiving:
            parser.append(bytes)
            advance(now)
        case .lingering(let left):
            guard left > bytes.count else { return abort() }
            phase = .lingering(left: left - bytes.count)
        case .webSocket: webSocketReceived(bytes, now)
        case .answering, .sending, .streaming, .closed:
            break
        }
    }

    private func begin(_ request: HTTPRequest, _ now: Int64) {
        timedProgress = nil
        deadline = nil
        if let answer = context.handler.presentAnswer(to: request) {
            return send(answer, to: Exchange(request), now)
        }
        let (handler, mailbox, id) = (context.handler, context.mailbox, id)
        let task = Task {
            mailbox.post(.answer(connection: id, await handler.respond(to: request)))
        }
        phase = .answering(Exchange(request), task)
        if peerIsDone { sendAhead(now) }
    }

    private func refuse(_ failure: ParseFailure, _ now: Int64) {
        if let (request, size) = parser.oversized {
            Task { [handler = context.handler] in handler.refused(request, bodyOf: size) }
        }
        send(.problem(failure), to: .none, now)
    }
}
