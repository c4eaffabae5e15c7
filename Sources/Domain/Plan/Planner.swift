/// The plan: a pure function from what is known of a service to what is done about it.
package enum Planner {
    /// What is to be done about one service now.
    ///
    /// Equal inputs give equal decisions.
    ///
    /// The order of the questions is part of the promise: what a person has to mend is named before what time mends.
    package static func decide(_ input: PlanInput) -> Decision {
        if input.service.lifecycle == .removed { return .nothing(.removed) }
        if let lastRun = input.lastRun, lastRun.state == .running {
            return input.leftovers.isEmpty ? .wait(.running(lastRun.deployment)) : .hold(.leftovers(input.leftovers))
        }
        guard input.isSourceConfigured else { return .hold(.sourceGone) }
        if let obstacle = definitionObstacle(input) ?? unknownDependency(input) { return obstacle }
        let drift = Drift.between(input.service, deployed: input.deployed, lastRun: input.lastRun)
        let isForced = input.service.request?.force ?? false
        if drift.isEmpty, !isForced { return suspension(input) ?? .nothing(.synced) }
        return obstacle(input, isForced: isForced) ?? .deploy(isForced ? .forced : .drift(drift))
    }

    /// A person's word comes first, because it says who and why.
    private static func suspension(_ input: PlanInput) -> Decision? {
        if let suspension = input.service.suspension { return .hold(.suspendedByPerson(suspension)) }
        return input.service.desired.definition.suspend ? .hold(.suspended) : nil
    }

    /// What is wrong with the definition itself, so that nobody knows what to deploy.
    private static func definitionObstacle(_ input: PlanInput) -> Decision? {
        let kinds = Set(input.service.problems.filter { $0.severity == .error }.map(\.kind))
        let isInvalid = !kinds.isDisjoint(with: [.invalidDefinition, .invalidContent, .notCovered])
        if isInvalid { return .hold(.invalidDefinition) }
        if kinds.contains(.duplicateName) { return .hold(.duplicateName) }
        if kinds.contains(.dependencyCycle) { return .hold(.dependencyCycle) }
        return nil
    }

    /// What nobody defines will not come by itself, whether there is drift or not.
    private static func unknownDependency(_ input: PlanInput) -> Decision? {
        let names = missing(input)
        return names.isEmpty || !input.allSourcesRead ? nil : .hold(.unknownDependency(names))
    }

    private static func missing(_ input: PlanInput) -> [ServiceName] {
        input.dependencies.filter { $0.standing == .missing }.map(\.name)
    }

    /// What keeps a service that has something to deploy from being deployed now.
    ///
    /// A person's `--force` passes what failed tries have led to: it was said after them, or while one was running.
    private static func obstacle(_ input: PlanInput, isForced: Bool) -> Decision? {
        if let suspended = suspension(input) { return suspended }
        if input.isSourceRestored { return .hold(.restored) }
        if !input.missingSecrets.isEmpty { return .hold(.secretMissing(input.missingSecrets)) }
        let unread = missing(input)
        if !unread.isEmpty { return .wait(.sourcesUnread(unread)) }
        return (isForced ? nil : verdict(input)) ?? waiting(input) ?? input.diskShortage.map { .wait(.diskFull($0)) }
    }

    private static func verdict(_ input: PlanInput) -> Decision? {
        switch input.attempts.verdict {
        case nil: return nil
        case .stalled: return .hold(.stalled)
        case .cancelled: return .hold(.cancelled)
        case .retry(let backoff):
            let remaining = backoff.remaining(at: input.now)
            return remaining > 0 ? .wait(.backoff(remaining: remaining)) : nil
        }
    }

    private static func waiting(_ input: PlanInput) -> Decision? {
        let names = input.dependencies.filter { $0.standing == .notReady }.map(\.name)
        return names.isEmpty ? nil : .wait(.dependencies(names))
    }
}
