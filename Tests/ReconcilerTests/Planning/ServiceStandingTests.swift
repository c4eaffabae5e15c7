import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("How a service stands")
struct ServiceStandingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let decision: Decision
        var drift: [Drift] = [.versionChanged]
        var lastRun: Deployment.State? = .succeeded
        var isQueued = false
        let sync: ServiceStanding.SyncStatus
        let health: ServiceStanding.Health

        var testDescription: String { "\(decision.sentence), last run \(lastRun?.rawValue ?? "none")" }
    }

    private static let db = [ServiceName.sample("db")]
    private static let deploy = Decision.deploy(.drift([.versionChanged]))

    private static let rows = [
        // No drift.
        Row(decision: .nothing(.synced), drift: [], sync: .synced, health: .healthy),
        // Queued or running.
        Row(decision: deploy, isQueued: true, sync: .outOfSync, health: .progressing),
        Row(decision: deploy, lastRun: .failed, isQueued: true, sync: .outOfSync, health: .progressing),
        Row(decision: .deploy(.forced), drift: [], isQueued: true, sync: .outOfSync, health: .progressing),
        Row(decision: .nothing(.synced), drift: [], isQueued: true, sync: .outOfSync, health: .progressing),
        Row(decision: .wait(.running(Identifier(1))), lastRun: .running, sync: .outOfSync, health: .progressing),
        // Waiting or held: the health of the last run.
        Row(decision: .wait(.dependencies(db)), sync: .outOfSync, health: .healthy),
        Row(decision: .wait(.dependencies(db)), lastRun: .failed, sync: .outOfSync, health: .degraded),
        Row(decision: .wait(.dependencies(db)), lastRun: nil, sync: .outOfSync, health: .missing),
        Row(decision: deploy, lastRun: nil, sync: .outOfSync, health: .missing),
        // Failed, retrying, stalled, cancelled.
        Row(decision: deploy, lastRun: .failed, sync: .outOfSync, health: .degraded),
        Row(decision: deploy, lastRun: .interrupted, sync: .outOfSync, health: .degraded),
        Row(decision: .wait(.backoff(remaining: 9)), lastRun: .timedOut, sync: .outOfSync, health: .degraded),
        Row(decision: .hold(.stalled), lastRun: .failed, sync: .outOfSync, health: .degraded),
        Row(decision: .hold(.cancelled), lastRun: .cancelled, sync: .outOfSync, health: .degraded),
        // Suspended.
        Row(decision: .hold(.suspended), drift: [], sync: .synced, health: .suspended),
        Row(decision: .hold(.suspended), lastRun: .failed, sync: .outOfSync, health: .suspended),
        // Invalid, or the source not read: the health of what is deployed.
        Row(decision: .hold(.invalidDefinition), drift: [], sync: .unknown, health: .healthy),
        Row(decision: .hold(.duplicateName), drift: [], sync: .unknown, health: .healthy),
        Row(decision: .hold(.dependencyCycle), lastRun: .failed, sync: .unknown, health: .degraded),
        Row(decision: .hold(.unknownDependency(db)), lastRun: nil, sync: .unknown, health: .missing),
        Row(decision: .wait(.sourcesUnread(db)), lastRun: nil, sync: .unknown, health: .missing),
        Row(decision: .hold(.sourceGone), drift: [], sync: .unknown, health: .healthy),
    ]

    @Test("follows from what is decided and what happened last", arguments: rows)
    func table(row: Row) {
        let run = row.lastRun.map { LastRun(deployment: Identifier(1), digest: .sample(), state: $0) }
        let standing = ServiceStanding(
            decision: row.decision,
            drift: row.drift,
            deployed: nil,
            lastRun: run,
            attempts: .none,
            isQueued: row.isQueued
        )
        #expect(standing.syncStatus == row.sync)
        #expect(standing.health == row.health)
    }
}
