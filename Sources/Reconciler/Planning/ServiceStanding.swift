package import Domain

/// How a service stands: what is deployed of it, what differs, and what is done about it.
package struct ServiceStanding: Sendable {
    package let decision: Decision
    package let drift: [Drift]
    package let deployed: DeployedService?
    package let lastRun: LastRun?
    package let attempts: Attempts
    /// Whether a deployment of it waits for a slot.
    package let isQueued: Bool

    /// Whether what is deployed is what is desired.
    package enum SyncStatus: String, CaseIterable, Sendable {
        case synced
        case outOfSync = "out_of_sync"
        case unknown
    }

    package enum Health: String, CaseIterable, Sendable {
        case healthy
        case progressing
        case degraded
        case suspended
        case missing
        case unknown
    }

    package var syncStatus: SyncStatus {
        if decision.isOfTheUnknown { return .unknown }
        return drift.isEmpty && !isUnderWay ? .synced : .outOfSync
    }

    package var health: Health {
        if case .hold(.leftovers) = decision { return .degraded }
        if isUnderWay { return .progressing }
        switch decision {
        case .hold(.suspended), .hold(.suspendedByPerson): return .suspended
        case .hold(.stalled), .hold(.cancelled), .wait(.backoff): return .degraded
        case .deploy, .nothing, .wait, .hold: return healthOfLastRun
        }
    }

    private var isUnderWay: Bool { isQueued || lastRun?.state == .running }

    private var healthOfLastRun: Health {
        switch lastRun?.state {
        case nil: .missing
        case .succeeded: .healthy
        case .running, .queued: .progressing
        case .failed, .timedOut, .interrupted, .cancelled, .superseded: .degraded
        }
    }
}

extension Decision {
    /// Whether nobody knows what is desired of the service, or whether it is what is deployed.
    var isOfTheUnknown: Bool {
        switch self {
        case .nothing(.removed), .hold(.invalidDefinition), .hold(.duplicateName), .hold(.dependencyCycle),
            .hold(.unknownDependency), .hold(.sourceGone), .wait(.sourcesUnread):
            true
        case .nothing(.synced), .deploy, .wait, .hold: false
        }
    }
}
