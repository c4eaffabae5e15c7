import Domain
import TestSupport

/// Everything that can be read of a store, to be compared with another one's.
struct StoreDump: Hashable, Sendable {
    var sources: [Source] = []
    var services: [Service?] = []
    var active: [String: [Service.ID]] = [:]
    var deployments: [DumpedDeployment?] = []
    var lists: [String: [Deployment.ID]] = [:]
    var counts: [Deployment.State: Int] = [:]
    var last: [[Deployment.ID?]] = []
    var runs: [LastRun?] = []
    var deployed: [DeployedService] = []
    var attempts: [Attempts] = []
    var waiting: [Service.ID] = []
    var decisions: [DecisionRecord?] = []
    var events: [EventRecord] = []
    var sequence: Int64 = 0
    var first: Int64 = 0
    var history: [String] = []
    var removed: [RemovedService] = []

    /// Looks at everything that has one of these numbers as its id, and at every list.
    init(_ reading: any Reading, numbers: ClosedRange<Int64>) throws {
        try readCatalog(reading, numbers)
        try readDeployments(reading.deployments, numbers)
        let services = numbers.map { Service.ID($0) }
        deployed = try reading.deployed.all(after: nil, limit: 100)
        attempts = try services.map(reading.attempts.find)
        waiting = try reading.attempts.waiting().map(\.service)
        decisions =
            try services.map(reading.decisions.last) + reading.decisions.page(of: .sample("s0"), before: nil, limit: 9)
        events = try reading.events.page(after: 0, limit: 100_000)
        sequence = try reading.events.lastSequence()
        first = try reading.events.firstSequence()
        try readHistory(reading.history, services)
    }

    private mutating func readHistory(_ reading: any HistoryReading, _ services: [Service.ID]) throws {
        removed = try reading.removedServices()
        history = ["\(try reading.position())", "\(String(describing: try reading.age()))"]
        history.append("\(try reading.services(after: Identifier(2), limit: 5))")
        for service in services {
            history.append("\(try reading.needed(of: service).sorted())")
            history.append("\(try reading.finished(of: service, beyond: 1, limit: 2))")
        }
    }

    private mutating func readCatalog(_ reading: any Reading, _ numbers: ClosedRange<Int64>) throws {
        let catalog = reading.services
        sources = try reading.sources.all()
        services = try numbers.map { try catalog.find(Service.ID($0)) }
        active["all"] = try catalog.active(after: nil, limit: 100).map(\.id)
        active["after"] = try catalog.active(after: ServiceName("s2"), limit: 2).map(\.id)
        active["identifiers"] = try catalog.activeIdentifiers()
        active["problems"] = try catalog.withProblems().map(\.id)
        for source in sources { active["source \(source.id)"] = try catalog.active(in: source.id).map(\.id) }
        for number in 0..<5 {
            guard let name = ServiceName("s\(number)") else { continue }
            active["dependants \(name)"] = try catalog.dependants(of: name).map(\.id)
            active["named \(name)"] = try [catalog.active(named: name)].compactMap(\.?.id)
        }
    }

    private mutating func readDeployments(_ table: any DeploymentReading, _ numbers: ClosedRange<Int64>) throws {
        deployments = try numbers.map { try table.find(Deployment.ID($0)).map(DumpedDeployment.init) }
        counts = try table.counts()
        lists["queued"] = try table.queued(limit: 100)
        lists["running"] = try table.running()
        for state in [nil] + Deployment.State.allCases.map(Optional.some) {
            for service in [nil, ServiceName("s0"), ServiceName("s3")] {
                let filter = DeploymentFilter(service: service, state: state)
                lists["\(filter)"] = try table.page(filter, before: Deployment.ID(12), limit: 5).map(\.id)
            }
        }
        for service in numbers.map({ Service.ID($0) }) {
            runs.append(try table.lastRun(of: service))
            last.append([
                try table.queued(of: service)?.id, try table.last(of: service)?.id,
                try table.lastSuccess(of: service)?.id,
            ])
        }
    }
}

extension StoreDump {
    /// What differs between two stores.
    func differences(from other: StoreDump) -> [String] {
        let same: KeyValuePairs = [
            "sources": sources == other.sources, "services": services == other.services,
            "active services": active == other.active, "deployments": deployments == other.deployments,
            "lists of deployments": lists == other.lists, "counts": counts == other.counts, "last": last == other.last,
            "last runs": runs == other.runs, "deployed services": deployed == other.deployed,
            "attempts": attempts == other.attempts, "waiting services": waiting == other.waiting,
            "decisions": decisions == other.decisions, "events": events == other.events,
            "last sequence": sequence == other.sequence, "first sequence": first == other.first,
            "history": history == other.history, "removed services": removed == other.removed,
        ]
        return same.filter { !$0.value }.map(\.key)
    }
}

/// A deployment with everything that is stored of it.
struct DumpedDeployment: Hashable, Sendable {
    let record: Deployment.Record
    let reportOffset: Int64
    let droppedSteps: Int

    init(_ deployment: Deployment) {
        record = deployment.record
        reportOffset = deployment.reportOffset
        droppedSteps = deployment.droppedSteps
    }
}
