internal import Domain

/// What of the past is beyond the limits, as one look at the store shows it.
struct ExpendableHistory {
    let reading: any Reading
    let limits: RetentionLimits
    /// Everything up to here is too old; nil if nothing is.
    let old: HistoryPosition?

    /// The oldest deployments of a service that nothing needs and no limit keeps, as many as one transaction takes.
    func deployments(of service: Service.ID) throws -> [Deployment.ID] {
        // So that those which are needed, four at most, do not hide what is behind them.
        let batch = ForgetHistory.deployments + 4
        var found = try Set(reading.history.finished(of: service, beyond: limits.deployments, limit: batch))
        if let old {
            let finished = try reading.history.finished(of: service, beyond: 0, limit: batch)
            found.formUnion(finished.filter { $0 <= old.deployment })
        }
        guard !found.isEmpty else { return [] }
        return Array(
            found.subtracting(try reading.history.needed(of: service)).sorted().prefix(ForgetHistory.deployments)
        )
    }

    /// The services that have left their repository and of which nothing is to be kept: more than are kept, those
    /// first that left first, and those whose last trace is too old.
    func services() throws -> [Service.ID] {
        let removed = try reading.history.removedServices()
        let byLastTrace = removed.sorted { ($0.lastTrace, $0.id.number) < ($1.lastTrace, $1.id.number) }
        let surplus = byLastTrace.prefix(max(0, removed.count - limits.removedServices))
        let outdated = removed.filter { $0.isOlder(than: old) }
        return Set((surplus + outdated).filter { !$0.isUnderWay }.map(\.id)).sorted()
    }

    /// The last event that is too many or too old; nil if none is.
    func lastEvent() throws -> Int64? {
        let (first, last) = (try reading.events.firstSequence(), try reading.events.lastSequence())
        let end = min(max(last - Int64(limits.events), old?.event ?? 0), last - 1)
        return end >= first ? end : nil
    }
}

extension RemovedService {
    /// That a service has left is the last decision about it.
    fileprivate var lastTrace: Int64 { lastDecision?.number ?? 0 }

    fileprivate func isOlder(than old: HistoryPosition?) -> Bool {
        guard let old, let lastDecision else { return false }
        return lastDecision <= old.decision && lastDeployment.map { $0 <= old.deployment } ?? true
    }
}
