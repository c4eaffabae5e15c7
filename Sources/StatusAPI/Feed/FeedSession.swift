internal import Domain
internal import Synchronization
internal import WebServer

/// One client of the feed: from its token over what it has missed to what happens now.
final class FeedSession: WebSocketSession {
    private let hub: FeedHub
    private let connection: WebSocketConnection
    private let query: FeedQuery
    private let access: FeedAccess
    private let state: Mutex<State>

    private struct State {
        var phase = Phase.new
        var pass: FeedPass?
        /// What is being looked up.
        var work: Task<Void, Never>?
        /// When the client must have said who it is.
        let patience: ContinuousClock.Instant
    }

    private enum Phase: Equatable {
        case new
        /// The client has to say who it is.
        case unknown
        /// Something is being looked up for it.
        case busy
        /// It has a page of what it missed, and gets the next one when that is sent.
        case reading(after: Int64)
        case live
        case closed
    }

    /// How long a client may take to say who it is.
    private static let patience = Duration.seconds(10)

    init(_ hub: FeedHub, _ connection: WebSocketConnection, _ query: FeedQuery, _ access: FeedAccess) {
        (self.hub, self.connection, self.query, self.access) = (hub, connection, query, access)
        state = Mutex(State(patience: ContinuousClock.now + Self.patience))
    }

    func opened() {
        hub.enter(self)
        switch access {
        case .open: proceed(from: .new) { try await self.begin(nil) }
        case .guarded(let admission, let token?): proceed(from: .new) { try await self.admit(token, admission) }
        case .guarded(_, nil): state.withLock { $0.phase = .unknown }
        }
    }

    func received(_ text: String) {
        guard let token = FeedMessage.token(in: text) else {
            if phase == .unknown { refuse("the first message must be {\"access_token\": \"…\"}") }
            return
        }
        switch access {
        // Who needs no token is not asked what it says.
        case .open: connection.send([FeedMessage.authenticated])
        case .guarded(let admission, _): proceed(from: .unknown) { try await self.admit(token, admission) }
        }
    }

    func drained() {
        guard case .reading(let sequence) = phase else { return }
        proceed(from: .reading(after: sequence)) { try await self.catchUp(after: sequence) }
    }

    func closed(_ end: WebSocketEnd) {
        let work = state.withLock { state in
            state.phase = .closed
            return state.work
        }
        work?.cancel()
        hub.leave(self)
    }

    /// Sends frames behind those before, if there is room for them.
    ///
    /// - Returns: Whether they were sent.
    func offer(_ frames: [WebSocketFrame]) -> Bool { frames.isEmpty || connection.offer(frames) }

    /// Takes note that the hub tells it of what comes next.
    func hearsFromHub() { move(to: .live) }

    /// Takes note that the hub tells it of nothing behind this event, because the client takes less than happens: what
    /// follows is read from the log when it has taken what waits.
    func fellBehind(after sequence: Int64) {
        move(to: .reading(after: sequence))
        // It may have been taken before anybody waited for that.
        if connection.waitingBytes == 0 { drained() }
    }

    /// Ends the connection because this side goes away; the client may come again at once.
    func sendAway() { connection.close(.goingAway, "the daemon begins anew; come again") }

    /// Ends the connection if its token has not come in time.
    func checkPatience() {
        let (phase, patience) = state.withLock { ($0.phase, $0.patience) }
        if phase == .unknown, ContinuousClock.now >= patience { refuse("no token came") }
    }

    /// What it was admitted with, and by whom; nil if it needs nothing, or has nothing yet.
    var admitted: (pass: FeedPass, by: any FeedAdmission)? {
        guard case .guarded(let admission, _) = access, let pass = state.withLock(\.pass) else { return nil }
        return (pass, admission)
    }

    /// Ends the connection because its token is worth nothing any more.
    func expire() { refuse("the token is not valid any more") }

    /// Ends the connection because nobody can say now what its token is worth; the client may come again with it.
    func sendBack() { connection.close(.tryAgainLater, "the token cannot be looked up now; come again") }

    private var phase: Phase { state.withLock(\.phase) }

    private func refuse(_ reason: String) { connection.close(.policyViolation, reason) }

    /// Does work that takes time, once, if the client is in this phase.
    private func proceed(from phase: Phase, _ work: @escaping @Sendable () async throws -> Void) {
        let isNext = state.withLock { state in
            guard state.phase == phase else { return false }
            state.phase = .busy
            return true
        }
        guard isNext else { return }
        let task = Task {
            do {
                try await work()
            } catch let refusal as FeedRefusal {
                refuse(refusal.reason)
            } catch {
                connection.close(.internalError, "the event log cannot be read now")
            }
        }
        let isClosed = state.withLock { state in
            state.work = task
            return state.phase == .closed
        }
        if isClosed { task.cancel() }
    }

    private func admit(_ token: String, _ admission: any FeedAdmission) async throws {
        let pass = try await admission.admit(token)
        if let own = pass.service, let asked = query.service, own != asked {
            throw FeedRefusal("the token is for another service")
        }
        state.withLock { $0.pass = pass }
        connection.send([FeedMessage.authenticated])
        try await begin(pass)
    }

    private func begin(_ pass: FeedPass?) async throws {
        let position = try await hub.missed.position()
        let start = FeedStart(query, at: position)
        var frames = [FeedMessage.hello(position)]
        if case .reset(let sequence) = start { frames.append(FeedMessage.reset(sequence)) }
        connection.send(frames)
        try await catchUp(after: start.sequence)
    }

    /// The one service that it hears of; nil for all.
    private var service: ServiceName? { query.service ?? state.withLock { $0.pass?.service } }

    /// Reads what the client has missed, a page for each time that it has taken the one before, until the hub has the
    /// rest.
    private func catchUp(after sequence: Int64) async throws {
        var sequence = sequence
        while phase != .closed, connection.isOpen {
            switch hub.join(self, after: sequence, service: service) {
            case .joined: return
            case .over: return sendAway()
            case .behind: break
            }
            let page = try await hub.missed.events(after: sequence, limit: FeedHub.page, bytes: FeedHub.pageBytes)
            guard let first = page.first, let last = page.last else {
                // The hub is about to begin, or to tell of what was just read.
                try await Task.sleep(for: .milliseconds(20))
                continue
            }
            guard first.seq == sequence + 1 else {
                sequence = try await skip()
                continue
            }
            let frames = page.map(FeedEvent.init).filter { $0.concerns(service) }.map(\.frame)
            guard frames.isEmpty else { return read(frames, after: sequence, upTo: last.seq) }
            sequence = last.seq
        }
    }

    /// Sends a page, and waits until the client has taken it; one for which there is no room is read again when the
    /// client has taken what was before it.
    private func read(_ frames: [WebSocketFrame], after sequence: Int64, upTo last: Int64) {
        fellBehind(after: offer(frames) ? last : sequence)
    }

    /// Tells the client that what comes next is not kept any more.
    private func skip() async throws -> Int64 {
        let last = try await hub.missed.position().last
        connection.send([FeedMessage.reset(last)])
        return last
    }

    private func move(to phase: Phase) {
        state.withLock { state in
            if state.phase != .closed { state.phase = phase }
        }
    }
}
