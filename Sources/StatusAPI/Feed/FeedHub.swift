package import Domain
internal import Synchronization
internal import WebServer

/// Tells every client of the feed of every event, once and in order.
///
/// It follows the event log from where it began. A client that is behind reads the log by itself until it has caught up
/// with the hub; from then on it hears from the hub alone, and reads the log again when it takes less than happens. Both
/// are decided under one lock, so nothing is left out or told twice.
package final class FeedHub: Sendable {
    /// How many events are read at once.
    static let page = 500
    /// How many bytes of events are read at once, but always one event: what waits in memory for a client that reads
    /// what it has missed.
    static let pageBytes = 256 << 10
    /// How often it is looked whether tokens are still worth something, in milliseconds.
    private static let watch = Duration.seconds(2)

    /// Where clients read what they have missed.
    let missed: any StatusFeed
    private let feed: any StatusFeed
    private let report: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        /// The last event that was told; nil before the hub runs.
        var told: Int64?
        var recent = RecentEvents()
        var sessions: [ObjectIdentifier: FeedSession] = [:]
        /// Those that hear of events, and from where.
        var listeners: [ObjectIdentifier: Listener] = [:]
        var isOver = false

        /// Tells all who listen; who cannot take it all now goes on by itself behind what it was told before.
        mutating func tell(_ events: [FeedEvent], after told: Int64) {
            for (id, listener) in listeners where !listener.tell(events) {
                listeners[id] = nil
                listener.session.fellBehind(after: max(listener.after, told))
            }
        }
    }

    private struct Listener {
        let session: FeedSession
        let service: ServiceName?
        let after: Int64

        /// Tells it of these events.
        ///
        /// - Returns: Whether it was; it is not where too much waits for it already.
        func tell(_ events: some Sequence<FeedEvent>) -> Bool {
            session.offer(events.filter { $0.seq > after && $0.concerns(service) }.map(\.frame))
        }
    }

    /// - `missed`: The same log, for clients that read what they have missed; apart from what the hub itself reads, which
    ///   must not wait for them.
    /// - `report`: Is told of errors that are nobody's request's fault.
    package init(_ feed: any StatusFeed, missed: any StatusFeed, report: @escaping @Sendable (String) -> Void) {
        self.feed = feed
        self.missed = missed
        self.report = report
    }

    /// How many clients there are.
    package var clients: Int { state.withLock { $0.sessions.count } }

    /// How many of them have caught up with what happens.
    var listeners: Int { state.withLock { $0.listeners.count } }

    /// Tells of what happens until the surrounding task is cancelled, then sends every client away, to come again.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await self.follow() }
            group.addTask { await self.watchTokens() }
            await group.waitForAll()
        }
        end()
    }

    /// What became of a client that wants to hear of events from the hub.
    enum Joining {
        /// It hears of every event behind the one that it named.
        case joined
        /// It has to read on by itself first.
        case behind
        /// The hub has ended.
        case over
    }

    /// Lets a client hear of the events behind `sequence`, if the hub has them all.
    func join(_ session: FeedSession, after sequence: Int64, service: ServiceName?) -> Joining {
        state.withLock { state in
            guard !state.isOver else { return .over }
            guard state.sessions[ObjectIdentifier(session)] != nil, let told = state.told else { return .behind }
            let listener = Listener(session: session, service: service, after: sequence)
            if sequence < told {
                guard let missed = state.recent.after(sequence), listener.tell(missed) else { return .behind }
            }
            session.hearsFromHub()
            state.listeners[ObjectIdentifier(session)] = listener
            return .joined
        }
    }

    func enter(_ session: FeedSession) {
        let isOver = state.withLock { state in
            if !state.isOver { state.sessions[ObjectIdentifier(session)] = session }
            return state.isOver
        }
        if isOver { session.sendAway() }
    }

    func leave(_ session: FeedSession) {
        state.withLock { state in
            state.sessions[ObjectIdentifier(session)] = nil
            state.listeners[ObjectIdentifier(session)] = nil
        }
    }

    private func follow() async {
        await persist { [self] in
            let last = try await feed.position().last
            state.withLock { $0.told = $0.told ?? last }
        }
        for await _ in feed.news {
            if Task.isCancelled { return }
            await persist { [self] in try await tellNews() }
        }
    }

    private func tellNews() async throws {
        while let told = state.withLock(\.told) {
            let events = try await feed.events(after: told, limit: Self.page, bytes: Self.pageBytes).map(FeedEvent.init)
            guard let last = events.last else { return }
            state.withLock { state in
                state.told = last.seq
                state.recent.add(events)
                state.tell(events, after: told)
            }
        }
    }

    private func watchTokens() async {
        while (try? await Task.sleep(for: Self.watch)) != nil {
            await checkTokens()
        }
    }

    /// Ends the connections whose tokens are worth nothing any more, or of which that cannot be found out, so that none
    /// is told anything once it is; each token is looked at once, however many have it.
    func checkTokens() async {
        let sessions = state.withLock { Array($0.sessions.values) }
        sessions.forEach { $0.checkPatience() }
        let holders = Dictionary(grouping: sessions.filter { $0.admitted != nil }) { $0.admitted?.pass }
        for group in holders.values {
            guard let (pass, admission) = group.first?.admitted else { continue }
            switch await admission.standing(of: pass) {
            case .valid: continue
            case .worthless: group.forEach { $0.expire() }
            case .unknown: group.forEach { $0.sendBack() }
            }
        }
    }

    /// Does the work again after a while when it fails: an event that cannot be read now is told later.
    private func persist(_ work: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                return try await work()
            } catch {
                report("the feed could not read the event log: \(error)")
                // Cut short only by cancellation, which the loop looks at.
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func end() {
        let sessions = state.withLock { state in
            state.isOver = true
            defer { (state.sessions, state.listeners) = ([:], [:]) }
            return Array(state.sessions.values)
        }
        sessions.forEach { $0.sendAway() }
    }
}
