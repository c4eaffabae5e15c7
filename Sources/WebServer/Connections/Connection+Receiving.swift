internal import Glibc
internal import Platform

extension Connection {
    /// Reads once what has arrived.
    func receive(_ now: Int64) {
        do {
            switch try socket.readAvailable(upTo: 65_536) {
            case .bytes(let bytes): received(bytes, now)
            case .wouldBlock: break
            case .end: abort()
            }
        } catch {
            // The client has gone; there is nobody to tell.
            abort()
        }
    }

    /// Takes the next request of those bytes that are here.
    func advance(_ now: Int64) {
        switch parser.next() {
        case .needMore:
            timeRequest(now)
        case .continueExpected:
            output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            timeRequest(now)
            flush(now)
        case .request(let request):
            begin(request, now)
        case .failure(let failure):
            refuse(failure, now)
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
        let (handler, mailbox, id) = (context.handler, context.mailbox, id)
        let task = Task {
            mailbox.post(.answer(connection: id, await handler.respond(to: request)))
        }
        timedProgress = nil
        deadline = nil
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
