internal import Synchronization
internal import WebServer

/// A handler that can be exchanged while the server runs; before the first, everything is answered with 503.
///
/// While there is none to answer requests they wait for the next one. Bodies without a known end are broken off when
/// the handler is exchanged: the next one may not give them to everybody, and they would keep the old one alive.
final class ReplaceableHandler: HTTPHandler {
    private let state = Mutex(State())

    private struct State {
        var phase = Phase.starting
        var generation = 0
        /// How many requests are being answered.
        var answering = 0
        /// Those of them that may take long.
        var long: [UInt64: Task<HTTPResponse, Never>] = [:]
        var requests: UInt64 = 0
        var waiting: [CheckedContinuation<Void, Never>] = []

        /// Those who wait have to look again.
        mutating func enter(_ phase: Phase) {
            self.phase = phase
            waiting.forEach { $0.resume() }
            waiting = []
        }
    }

    private enum Phase {
        case starting
        case open(any HTTPHandler)
        /// Another one will come: only questions are answered.
        case leaving(any HTTPHandler)
        /// Another one will come: nothing is answered.
        case away
    }

    private enum Admission {
        case refused
        case waits
        case admitted(any HTTPHandler, generation: Int)
    }

    func use(_ handler: any HTTPHandler) {
        state.withLock { state in
            state.generation += 1
            state.enter(.open(handler))
        }
    }

    /// Lets requests that change something wait for the next handler.
    func holdChanges() {
        state.withLock { state in
            if case .open(let handler) = state.phase { state.phase = .leaving(handler) }
        }
    }

    /// Lets all requests wait for the next handler.
    func holdAll() {
        state.withLock { state in
            if case .starting = state.phase { return }
            state.generation += 1
            state.phase = .away
        }
    }

    /// Waits for so long until no request is being answered any more, and gives up those that are left: they are
    /// answered by the next handler.
    func settle(within patience: Duration) async {
        await wait(patience)
        for task in state.withLock({ $0.long.values }) { task.cancel() }
        await wait(patience)
    }

    private func wait(_ patience: Duration) async {
        let deadline = ContinuousClock.now + patience
        while state.withLock({ $0.answering }) > 0, ContinuousClock.now < deadline {
            // Cut short only by cancellation, when the time is up anyway.
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    func presentAnswer(to request: HTTPRequest) -> HTTPResponse? {
        switch state.withLock({ $0.phase }) {
        case .starting, .away: nil
        case .open(let handler), .leaving(let handler): handler.presentAnswer(to: request)
        }
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        while true {
            switch admit(request) {
            case .refused: return .text(503, "the daemon is starting\n")
            case .waits: await change()
            case .admitted(let handler, let generation):
                let response =
                    Self.mayTakeLong(request)
                    ? await answerLong(request, handler) : await handler.respond(to: request)
                let hasGone = state.withLock { state in
                    state.answering -= 1
                    return state.generation != generation
                }
                // What went wrong because the handler has gone is for the next one to answer.
                if hasGone, response.status >= 400, !Task.isCancelled { continue }
                return watched(response, generation)
            }
        }
    }

    func refused(_ request: HTTPRequest, bodyOf size: Int64?) {
        switch state.withLock({ $0.phase }) {
        case .starting, .away: break
        case .open(let handler), .leaving(let handler): handler.refused(request, bodyOf: size)
        }
    }

    /// Whether it waits for more than the store, whose closing ends all reads by itself: for a remote, or a change.
    private static func mayTakeLong(_ request: HTTPRequest) -> Bool {
        !["GET", "HEAD"].contains(request.method) || request.path == "/api/v1/plan"
    }

    /// Answers in a task of its own, which can be given up.
    private func answerLong(_ request: HTTPRequest, _ handler: any HTTPHandler) async -> HTTPResponse {
        let answer = Task { await handler.respond(to: request) }
        let id = state.withLock { state in
            state.requests += 1
            state.long[state.requests] = answer
            return state.requests
        }
        defer { state.withLock { $0.long[id] = nil } }
        return await withTaskCancellationHandler {
            await answer.value
        } onCancel: {
            answer.cancel()
        }
    }

    /// Whether the request is answered now, and by whom; it counts as being answered then.
    private func admit(_ request: HTTPRequest) -> Admission {
        state.withLock { state in
            switch state.phase {
            case .starting: return .refused
            case .away: return .waits
            case .leaving where !["GET", "HEAD", "OPTIONS"].contains(request.method): return .waits
            case .open(let handler), .leaving(let handler):
                state.answering += 1
                return .admitted(handler, generation: state.generation)
            }
        }
    }

    /// Waits until another handler has come, or one is there again.
    private func change() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if case .open = state.phase { return true }
                state.waiting.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private func watched(_ response: HTTPResponse, _ generation: Int) -> HTTPResponse {
        guard case .stream(let stream) = response.body, stream.length == nil else { return response }
        var watched = response
        watched.body = .stream(stream.watched { self.state.withLock { $0.generation } == generation })
        return watched
    }
}
