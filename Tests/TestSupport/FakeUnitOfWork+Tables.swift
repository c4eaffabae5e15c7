import Domain

/// What a fake store holds.
struct FakeTables {
    var sources: [Source.ID: Source] = [:]
    var services: [Service.ID: Service] = [:]
    var deployments: [Deployment.ID: Deployment] = [:]
    var deployed: [Service.ID: DeployedService] = [:]
    var attempts: [Service.ID: Attempts] = [:]
    var decisions: [DecisionRecord] = []
    var acceptances: [AcceptedRevision] = []
    var events: [EventRecord] = []
    var epoch = FakeUnitOfWork.epoch
    var isBackup = false
    var identifiers: [ObjectIdentifier: Int64] = [:]
    var users: [User.ID: User] = [:]
    var tokens: [IssuedToken.ID: IssuedToken] = [:]
    var revokedLogins: [LoginID: Instant] = [:]
    var signingKeys: [SigningKey.ID: SigningKey] = [:]
    var age: HistoryAge?
    var owners: [RunOwner.ID: RunOwner] = [:]

    var lastSequence: Int64 { events.last?.seq ?? 0 }

    mutating func save(_ source: Source) throws {
        let twin = sources.values.first { $0.id != source.id && $0.isNamed(as: source) }
        if twin != nil {
            throw FakeUnitOfWork.Conflict(description: "two sources '\(source.name)' with one URL and path")
        }
        sources[source.id] = source
    }

    mutating func save(_ service: Service) throws {
        let isTaken = services.values.contains {
            $0.id != service.id && $0.name == service.name && $0.lifecycle == .active
        }
        if isTaken, service.lifecycle == .active {
            throw FakeUnitOfWork.Conflict(description: "two active services '\(service.name)'")
        }
        services[service.id] = service
    }

    mutating func save(_ decision: DecisionRecord) {
        decisions.append(decision)
        let own = decisions.filter { $0.service == decision.service }
        guard own.count > DecisionRecord.kept, let oldest = own.first else { return }
        decisions.removeAll { $0.id == oldest.id }
    }

    mutating func save(_ acceptance: AcceptedRevision) {
        acceptances.removeAll { $0.id == acceptance.id }
        acceptances.append(acceptance)
        let own = acceptances.filter { $0.source == acceptance.source }
        guard own.count > AcceptedRevision.kept, let oldest = own.first else { return }
        acceptances.removeAll { $0.id == oldest.id }
    }

    mutating func giveRuns(to owner: RunOwner.ID) {
        for deployment in deployments.values where deployment.state == .running || deployment.lacksOwner {
            deployments[deployment.id] = deployment.owned(by: owner)
        }
    }

    mutating func save(_ deployment: Deployment) throws {
        let rival = deployments.values.first {
            $0.id != deployment.id && $0.order.service == deployment.order.service && $0.state == deployment.state
        }
        if rival != nil, !deployment.state.isFinished {
            throw FakeUnitOfWork.Conflict(description: "two \(deployment.state) deployments of one service")
        }
        deployments[deployment.id] = deployment
    }
}

extension Source {
    fileprivate func isNamed(as other: Source) -> Bool { name == other.name && url == other.url && path == other.path }
}
