import Domain

struct FakeSources: SourceReading {
    let tables: FakeTables

    func find(_ id: Source.ID) -> Source? { tables.sources[id] }

    func find(name: SourceName, url: String, path: RepositoryPath) -> Source? {
        tables.sources.values.first { $0.name == name && $0.url == url && $0.path == path }
    }

    func all() -> [Source] {
        tables.sources.values.filter { $0.standing != .forgotten }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    func isRestored(_ id: Source.ID) -> Bool { tables.sources[id]?.standing == .restored }
}

struct FakeServices: ServiceReading {
    let tables: FakeTables

    func find(_ id: Service.ID) -> Service? { tables.services[id] }

    func active(named name: ServiceName) -> Service? { active { $0.name == name }.first }

    func active(in source: Source.ID, at folder: RepositoryPath) -> [Service] {
        active { $0.source == source && $0.desired.folder == folder }
    }

    func active(in source: Source.ID) -> [Service] { active { $0.source == source } }

    func active(after name: ServiceName?, limit: Int) -> [Service] {
        Array(active { service in name.map { service.name > $0 } ?? true }.prefix(max(0, limit)))
    }

    func activeIdentifiers() -> [Service.ID] { active { _ in true }.map(\.id).sorted() }

    func activeNames() -> [ServiceName] { active { _ in true }.map(\.name) }

    func removed(named name: ServiceName) -> Service? {
        tables.services.values.filter { $0.lifecycle == .removed && $0.name == name }.max { $0.id < $1.id }
    }

    func dependants(of name: ServiceName) -> [Service] { active { $0.desired.definition.dependsOn.contains(name) } }

    func withProblems() -> [Service] { active { !$0.problems.isEmpty } }

    /// By name.
    private func active(_ condition: (Service) -> Bool) -> [Service] {
        tables.services.values.filter { $0.lifecycle == .active && condition($0) }.sorted { $0.name < $1.name }
    }
}

struct FakeDeployedServices: DeployedServiceReading {
    let tables: FakeTables

    func find(_ service: Service.ID) -> DeployedService? { tables.deployed[service] }

    func all(after name: ServiceName?, limit: Int) -> [DeployedService] {
        let wanted = tables.deployed.values.filter { deployed in name.map { deployed.serviceName > $0 } ?? true }
        return Array(wanted.sorted { $0.serviceName < $1.serviceName }.prefix(max(0, limit)))
    }
}

struct FakeAttempts: AttemptsReading {
    let tables: FakeTables

    func find(_ service: Service.ID) -> Attempts { tables.attempts[service] ?? .none }

    func waiting() -> [(service: Service.ID, backoff: Backoff)] {
        tables.attempts.sorted { $0.key < $1.key }.compactMap { service, attempts in
            guard case .retry(let backoff) = attempts.verdict else { return nil }
            return (service, backoff)
        }
    }
}

struct FakeDecisions: DecisionReading {
    let tables: FakeTables

    func last(of service: Service.ID) -> DecisionRecord? { tables.decisions.last { $0.service == service } }

    func page(of service: ServiceName, before: DecisionRecord.ID?, limit: Int) -> [DecisionRecord] {
        let wanted = tables.decisions.reversed().filter { decision in
            decision.serviceName == service && before.map { decision.id < $0 } ?? true
        }
        return Array(wanted.prefix(max(0, limit)))
    }
}

struct FakeAcceptedRevisions: AcceptedRevisionReading {
    let tables: FakeTables

    func page(of source: Source.ID, before: AcceptedRevision.ID?, limit: Int) -> [AcceptedRevision] {
        let wanted = tables.acceptances.filter { acceptance in
            acceptance.source == source && before.map { acceptance.id < $0 } ?? true
        }
        return Array(wanted.sorted { $0.id > $1.id }.prefix(max(0, limit)))
    }
}

struct FakeEvents: EventReading {
    let tables: FakeTables

    func epoch() -> String { tables.epoch }

    func lastSequence() -> Int64 { tables.lastSequence }

    func firstSequence() -> Int64 { tables.events.first?.seq ?? 1 }

    func page(after sequence: Int64, limit: Int, bytes: Int) -> [EventRecord] {
        page(tables.events.filter { $0.seq > sequence }, limit, bytes)
    }

    func page(of service: ServiceName, after sequence: Int64, limit: Int, bytes: Int) -> [EventRecord] {
        page(tables.events.filter { $0.service == service.text && $0.seq > sequence }, limit, bytes)
    }

    func sizes(from first: Int64, through last: Int64) -> [EventSize] {
        tables.events.filter { (first...max(first, last)).contains($0.seq) && $0.seq <= last }
            .map { EventSize(seq: $0.seq, bytes: Int64($0.data.utf8.count)) }
    }

    private func page(_ events: [EventRecord], _ limit: Int, _ bytes: Int) -> [EventRecord] {
        var room = PageRoom(bytes)
        return Array(events.prefix(max(0, limit)).prefix { room.takes($0) })
    }
}

struct FakeRunOwners: RunOwnerReading {
    let tables: FakeTables

    func find(_ id: RunOwner.ID) -> RunOwner? { tables.owners[id] }
}
