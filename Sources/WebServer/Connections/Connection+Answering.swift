internal import Platform

extension Connection {
    /// Takes the handler's answer.
    func handlerAnswered(_ response: HTTPResponse, _ now: Int64) {
        guard case .answering(let exchange, _) = phase else { return }
        send(response, to: exchange, now)
    }

    /// Begins to send an answer.
    func send(_ response: HTTPResponse, to exchange: Exchange, _ now: Int64) {
        do {
            let date = context.date.now()
            start(try ResponsePlan(response, to: exchange, mayKeepAlive: !isDraining, date: date), now)
        } catch {
            configuration.report(error.reason)
            send(.problem(error), to: .none, now)
        }
    }

    /// Takes what a streamed body has come to.
    func streamContinued(_ chunk: Result<[UInt8]?, any Error>, _ now: Int64) {
        guard case .streaming(var outgoing, let keepsAlive, _) = phase else { return }
        switch chunk {
        case .failure(let error):
            configuration.report("an answer broke off: \(error)")
            abort()
        case .success(let bytes):
            let step = outgoing.continued(bytes)
            if output.isEmpty { deadline = nil }
            phase = .streaming(outgoing, keepsAlive: keepsAlive, pull: nil)
            carryOut(step, keepsAlive: keepsAlive, now)
        }
    }

    /// Asks a streamed body for its next part.
    func pull() {
        guard case .streaming(let outgoing, let keepsAlive, nil) = phase else { return }
        let (next, mailbox, id) = (outgoing.stream.next, context.mailbox, id)
        let task = Task {
            let chunk: Result<[UInt8]?, any Error>
            do {
                chunk = .success(try await next())
            } catch {
                chunk = .failure(error)
            }
            mailbox.post(.chunk(connection: id, chunk))
        }
        phase = .streaming(outgoing, keepsAlive: keepsAlive, pull: task)
    }

    private func start(_ plan: ResponsePlan, _ now: Int64) {
        deadline = nil
        let head = takeRest(of: plan.head)
        if case .webSocket(let upgrade) = plan.body { return open(upgrade, head: head, now) }
        output.append(head)
        switch plan.body {
        case .none: phase = .sending(keepsAlive: plan.keepsAlive)
        case .bytes(let bytes):
            output.append(bytes)
            phase = .sending(keepsAlive: plan.keepsAlive)
        case .chunked(let stream): beginStream(stream, .chunked, plan.keepsAlive)
        case .counted(let stream, let length): beginStream(stream, .counted(left: length), plan.keepsAlive)
        case .untilClose(let stream): beginStream(stream, .untilClose, false)
        case .webSocket: break
        }
        flush(now)
    }

    private func beginStream(_ stream: HTTPStream, _ framing: OutgoingStream.Framing, _ keepsAlive: Bool) {
        phase = .streaming(OutgoingStream(stream, framing), keepsAlive: keepsAlive, pull: nil)
    }

    private func carryOut(_ step: OutgoingStream.Step, keepsAlive: Bool, _ now: Int64) {
        switch step {
        case .send(let bytes):
            output.append(bytes)
            flush(now)
        case .finish(let bytes):
            output.append(bytes)
            phase = .sending(keepsAlive: keepsAlive)
            flush(now)
        case .abort(let reason):
            configuration.report(reason)
            abort()
        }
    }
}
