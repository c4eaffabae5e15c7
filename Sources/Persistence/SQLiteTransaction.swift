internal import Domain

/// One unit of work: what it reads and writes, and the events of everything saved through it.
final class SQLiteTransaction: Transaction {
    private let session: Session
    private let reading: SQLiteReading
    private(set) var recorded: [DomainEvent] = []

    init(_ session: Session) {
        self.session = session
        reading = SQLiteReading(session)
    }

    var sources: any SourceReading { reading.sources }
    var services: any ServiceReading { reading.services }
    var deployments: any DeploymentReading { reading.deployments }
    var deployed: any DeployedServiceReading { reading.deployed }
    var attempts: any AttemptsReading { reading.attempts }
    var decisions: any DecisionReading { reading.decisions }
    var acceptances: any AcceptedRevisionReading { reading.acceptances }
    var events: any EventReading { reading.events }
    var users: any UserReading { reading.users }
    var tokens: any TokenReading { reading.tokens }
    var signingKeys: any SigningKeyReading { reading.signingKeys }
    var history: any HistoryReading { reading.history }
    var owners: any RunOwnerReading { reading.owners }

    func save(_ source: Source) throws { try SQLiteSources(session: session).save(source) }

    func save(_ service: Service) throws { try SQLiteServices(session: session).save(service) }

    func save(_ deployment: inout Deployment) throws {
        let events = deployment.takeEvents()
        try reading.deploymentTable.save(deployment)
        recorded += events
    }

    func renew(_ deployment: Deployment.ID, _ order: Deployment.Order) throws {
        try reading.deploymentTable.renew(deployment, order)
    }

    func save(_ deployed: DeployedService) throws { try SQLiteDeployedServices(session: session).save(deployed) }

    func retireDeployed(of service: Service.ID) throws {
        try SQLiteDeployedServices(session: session).retire(service)
    }

    func save(_ attempts: Attempts, of service: Service.ID) throws {
        try SQLiteAttempts(session: session).save(attempts, of: service)
    }

    func save(_ decision: DecisionRecord) throws { try SQLiteDecisions(session: session).save(decision) }

    func save(_ acceptance: AcceptedRevision) throws {
        try SQLiteAcceptedRevisions(session: session).save(acceptance)
    }

    func save(_ user: User) throws { try SQLiteUsers(session: session).save(user) }

    func delete(_ user: User.ID) throws { try SQLiteUsers(session: session).delete(user) }

    func save(_ token: IssuedToken) throws { try SQLiteTokens(session: session).save(token) }

    func revoke(_ login: LoginID, until expiry: Instant) throws {
        try SQLiteTokens(session: session).revoke(login, until: expiry)
    }

    func save(_ key: SigningKey) throws { try SQLiteSigningKeys(session: session).save(key) }

    func discardExpired(at now: Instant) throws {
        try SQLiteTokens(session: session).discardExpired(at: now)
        try SQLiteSigningKeys(session: session).discardExpired(at: now)
    }

    func record(_ event: DomainEvent) { recorded.append(event) }

    func takeBackupMark() throws -> Bool { try BackupMark.take(in: session) }

    func save(_ owner: RunOwner) throws { try SQLiteRunOwners(session: session).save(owner) }

    func giveRuns(to owner: RunOwner.ID) throws { try SQLiteRunOwners(session: session).giveRuns(to: owner) }

    func skipIdentifiers<Owner>(upTo identifier: Identifier<Owner>) throws {
        try SQLiteIdentifiers(session: session).skip(upTo: identifier)
    }

    func nextIdentifier<Owner>(_ owner: Owner.Type) throws -> Identifier<Owner> {
        try SQLiteIdentifiers(session: session).next(owner)
    }
}

extension SQLiteTransaction {
    private var past: SQLiteHistory { SQLiteHistory(session: session) }

    func save(_ age: HistoryAge) throws { try past.save(age) }

    func remove(_ deployments: [Deployment.ID], of service: Service.ID) throws -> Int {
        try past.remove(deployments, of: service)
    }

    func removeDecisions(upTo last: DecisionRecord.ID, limit: Int) throws -> Int {
        try past.removeDecisions(upTo: last, limit: limit)
    }

    func removeEvents(upTo last: Int64, limit: Int) throws -> Int { try past.removeEvents(upTo: last, limit: limit) }

    func removeRemains(of service: Service.ID) throws -> Bool { try past.removeRemains(of: service) }

    func shrink() throws -> Bool { try past.shrink() }
}
