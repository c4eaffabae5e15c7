/// When a client is asked whether it is still there, and when that has gone unanswered for too long.
struct KeepAlive: Equatable {
    /// What is to be done.
    enum Step: Equatable {
        case nothing
        case ping
        case giveUp
    }

    private enum Phase: Equatable {
        case quiet(pingAt: Int64)
        case asked(at: Int64, until: Int64)
    }

    private let interval: Int64
    private let timeout: Int64
    private var phase: Phase

    init(_ configuration: WebSocketConfiguration, now: Int64) {
        interval = configuration.pingInterval
        timeout = configuration.pongTimeout
        phase = .quiet(pingAt: now + interval)
    }

    var deadline: Int64 {
        switch phase {
        case .quiet(let pingAt): pingAt
        case .asked(_, let until): until
        }
    }

    /// Takes note of an answer, asked for or not.
    mutating func answered(_ now: Int64) {
        guard case .asked(let time, _) = phase else { return }
        phase = .quiet(pingAt: max(now, time + interval))
    }

    /// What to do now.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - progress: When the client last took something: the ping waits behind that, so a slow one gets more time.
    /// - Returns: The step; after giving up there is no other.
    mutating func due(_ now: Int64, progress: Int64) -> Step {
        guard deadline <= now else { return .nothing }
        switch phase {
        case .quiet:
            phase = .asked(at: now, until: now + timeout)
            return .ping
        case .asked(let time, let until) where progress > until - timeout:
            phase = .asked(at: time, until: progress + timeout)
            return .nothing
        case .asked:
            return .giveUp
        }
    }
}
