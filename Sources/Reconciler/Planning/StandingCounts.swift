internal import Domain

/// How many services stand how.
struct StandingCounts: Sendable {
    private(set) var total = 0
    private(set) var standings: [Standing: Int] = [:]
    private(set) var drift: [Drift: Int] = [:]
    private(set) var decisions: [DecisionKey: Int] = [:]
    /// What is wrong with services and is no property of theirs: dependencies that nobody defines.
    private(set) var problems: [Source.ID: [Problem]] = [:]

    struct Standing: Hashable, Sendable {
        let syncStatus: ServiceStanding.SyncStatus
        let health: ServiceStanding.Health
    }

    /// A decision with its reason, each as one word.
    struct DecisionKey: Hashable, Sendable {
        let decision: String
        let reason: String
    }

    init(_ reading: any Reading, _ present: RuntimeState.Present) throws {
        let reader = PlanReader(reading, present)
        for service in try reading.services.activeIdentifiers().compactMap(reading.services.find) {
            count(service, try reader.standing(of: service))
        }
    }

    private mutating func count(_ service: Service, _ standing: ServiceStanding) {
        total += 1
        let unknown = UnknownDependency.problems(of: service, standing.decision)
        if !unknown.isEmpty { problems[service.source, default: []] += unknown }
        standings[Standing(syncStatus: standing.syncStatus, health: standing.health), default: 0] += 1
        for drift in standing.drift { self.drift[drift, default: 0] += 1 }
        let key = DecisionKey(decision: standing.decision.word, reason: standing.decision.reason)
        decisions[key, default: 0] += 1
    }

    func count(of status: ServiceStanding.SyncStatus) -> Int { sum { $0.syncStatus == status } }

    func count(of health: ServiceStanding.Health) -> Int { sum { $0.health == health } }

    private func sum(_ condition: (Standing) -> Bool) -> Int {
        standings.reduce(0) { condition($1.key) ? $0 + $1.value : $0 }
    }
}
