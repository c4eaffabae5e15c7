internal import Domain

/// Follows the services of a sync until each of them is synced, or one cannot get there.
struct SyncWaiting {
    private let client: DaemonClient
    private let services: [String]
    private let isToTheLast: Bool
    private let console: any Console
    private let time: any TimeSource
    private var sequence: Int64
    private var progress: SyncProgress
    private var waits: WaitNews
    private var area: LiveArea

    /// Begins behind the event `sequence`; with `isToTheLast` one that is stuck ends it only when no other can move.
    init(
        for services: [String],
        toTheLast isToTheLast: Bool,
        after sequence: Int64,
        client: DaemonClient,
        console: any Console,
        time: any TimeSource
    ) {
        self.services = services
        self.isToTheLast = isToTheLast
        self.sequence = sequence
        self.client = client
        self.console = console
        self.time = time
        progress = SyncProgress(services: Set(services), paint: console.paint)
        waits = WaitNews(paint: console.paint)
        area = LiveArea(console)
    }

    /// Shows what happens until the end.
    ///
    /// - Returns: The services that are stuck, each with the reason; none if all are synced.
    mutating func wait() async throws -> [(service: String, reason: String)] {
        let bell = EventBell(socket: client.socket)
        defer { bell.stop() }
        let absence = DaemonAbsence(console)
        while true {
            guard let found = try await absence.outlast({ try await look() }) else { continue }
            if case .settled(let settled) = found {
                try area.draw()
                return settled
            }
            await bell.wait(upTo: .seconds(1))
        }
    }

    private enum Look {
        case settled([(service: String, reason: String)])
        case moving
    }

    /// Shows what is new, and tells whether more will come.
    private mutating func look() async throws -> Look {
        var lines: [String] = []
        let settled = try await settlement(&lines)
        try await showNews(before: lines)
        return settled.map(Look.settled) ?? .moving
    }

    /// Shows every event since the last look, and then these lines.
    private mutating func showNews(before last: [String]) async throws {
        var lines: [String] = []
        while true {
            let page = try await client.get("/api/v1/events", [("after", "\(sequence)"), ("limit", "500")])
            let events = page["items"]?.array ?? []
            for event in events {
                lines += progress.take(event)
                sequence = max(sequence, event["seq"]?.integer ?? sequence)
            }
            if page["next"]?.string == nil { break }
        }
        try area.draw(finished: lines + last, live: progress.live(now: time.now()))
    }

    /// The services that are stuck, each of them once, when nothing more will come of the request; nil before.
    ///
    /// What they wait for goes into `lines`, if that is new.
    private mutating func settlement(_ lines: inout [String]) async throws -> [(service: String, reason: String)]? {
        var stuck: [(service: String, reason: String)] = []
        var canMove = false
        for name in services {
            let service = try await find(name)
            if let line = waits.take(service, called: name) { lines.append(line) }
            switch SyncResult(service) {
            case .done: break
            case .stuck(let reason): stuck.append((name, reason))
            case .pending(let blockers):
                guard let blocker = try await stuckOne(among: blockers) else {
                    canMove = true
                    continue
                }
                stuck.append(blocker)
            }
        }
        var seen: Set<String> = []
        let goesOn = canMove && (isToTheLast || stuck.isEmpty)
        return goesOn ? nil : stuck.filter { seen.insert($0.service).inserted }
    }

    private func find(_ service: String) async throws -> JSONValue? {
        try await client.find("/api/v1/services/\(service)")
    }

    /// A service that is stuck, among those that stand in the way and those that stand in theirs.
    private func stuckOne(among blockers: [String]) async throws -> (service: String, reason: String)? {
        var seen: Set<String> = []
        var queue = blockers
        while let name = queue.popLast() {
            guard seen.insert(name).inserted else { continue }
            switch SyncResult(try await find(name)) {
            case .done: break
            case .stuck(let reason): return (name, reason)
            case .pending(let further): queue += further
            }
        }
        return nil
    }
}
