import Domain

/// The copy of a fake store that a piece of work writes to: kept if the work succeeds, dropped if it throws.
final class FakeTransaction: Transaction {
    private(set) var tables: FakeTables
    private(set) var hasChanged = false
    private var recorded: [DomainEvent] = []

    init(_ tables: FakeTables) {
        self.tables = tables
    }

    var sources: any SourceReading { FakeSources(tables: tables) }
    var services: any ServiceReading { FakeServices(tables: tables) }
    var deployments: any DeploymentReading { FakeDeployments(tables: tables) }
    var deployed: any DeployedServiceReading { FakeDeployedServices(tables: tables) }
    var attempts: any AttemptsReading { FakeAttempts(tables: tables) }
    var decisions: any DecisionReading { FakeDecisions(tables: tables) }
    var acceptances: any AcceptedRevisionReading { FakeAcceptedRevisions(tables: tables) }
    var events: any EventReading { FakeEvents(tables: tables) }
    var users: any UserReading { FakeUsers(tables: tables) }
    var tokens: any TokenReading { FakeTokens(tables: tables) }
    var signingKeys: any SigningKeyReading { FakeSigningKeys(tables: tables) }
    var history: any HistoryReading { FakeHistory(tables: tables) }
    var owners: any RunOwnerReading { FakeRunOwners(tables: tables) }

    func save(_ source: Source) throws { try change { try $0.save(source) } }

    func save(_ service: Service) throws { try change { try $0.save(service) } }

    func save(_ deployment: inout Deployment) throws {
        let events = deployment.takeEvents()
        let saved = deployment
        try change { try $0.save(saved) }
        recorded += events
    }

    func renew(_ deployment: Deployment.ID, _ order: Deployment.Order) throws {
        change { $0.deployments[deployment] = $0.deployments[deployment]?.renewed(order) }
    }

    func save(_ deployed: DeployedService) throws { change { $0.deployed[deployed.service] = deployed } }

    func retireDeployed(of service: Service.ID) throws { change { $0.deployed[service] = nil } }

    func save(_ attempts: Attempts, of service: Service.ID) throws {
        change { $0.attempts[service] = attempts == .none ? nil : attempts }
    }

    func save(_ decision: DecisionRecord) throws { change { $0.save(decision) } }

    func save(_ acceptance: AcceptedRevision) throws { change { $0.save(acceptance) } }

    func save(_ user: User) throws { try change { try $0.save(user) } }

    func delete(_ user: User.ID) throws { change { $0.users[user] = nil } }

    func save(_ token: IssuedToken) throws { change { $0.tokens[token.id] = token } }

    func revoke(_ login: LoginID, until expiry: Instant) throws { change { $0.revokedLogins[login] = expiry } }

    func save(_ key: SigningKey) throws { change { $0.signingKeys[key.id] = key } }

    func discardExpired(at now: Instant) throws { change { $0.discardExpired(at: now) } }

    func save(_ owner: RunOwner) throws { change { $0.owners[owner.id] = owner } }

    func giveRuns(to owner: RunOwner.ID) throws { change { $0.giveRuns(to: owner) } }

    func record(_ event: DomainEvent) { recorded.append(event) }

    func takeBackupMark() -> Bool {
        guard tables.isBackup else { return false }
        change { tables in
            tables.isBackup = false
            tables.epoch += "'"
        }
        return true
    }

    func skipIdentifiers<Owner>(upTo identifier: Identifier<Owner>) {
        change { tables in
            let last = tables.identifiers[ObjectIdentifier(Owner.self)] ?? 0
            tables.identifiers[ObjectIdentifier(Owner.self)] = max(last, identifier.number)
        }
    }

    func nextIdentifier<Owner>(_ owner: Owner.Type) -> Identifier<Owner> {
        change { tables in
            let number = (tables.identifiers[ObjectIdentifier(owner)] ?? 0) + 1
            tables.identifiers[ObjectIdentifier(owner)] = number
            return Identifier(number)
        }
    }

    /// Numbers the recorded events and writes them down.
    func log(_ presenter: (any EventPresenting)?, at now: Instant) throws -> [StoredEvent] {
        var seq = tables.lastSequence
        return try recorded.map { event in
            seq += 1
            let data = try presenter?.data(of: event, in: self) ?? .null
            tables.events.append(EventRecord(seq: seq, time: now, event: event, data: data))
            return StoredEvent(seq: seq, time: now, event: event)
        }
    }

    func change<Value>(_ change: (inout FakeTables) throws -> Value) rethrows -> Value {
        hasChanged = true
        return try change(&tables)
    }
}

extension EventRecord {
    fileprivate init(seq: Int64, time: Instant, event: DomainEvent, data: JSONValue) {
        self.init(
            seq: seq,
            time: time,
            type: event.subject.rawValue,
            event: event.name,
            service: event.service?.text,
            deployment: event.deploymentID,
            data: data.text()
        )
    }
}
