internal import Domain

/// What one transaction of a connection can read.
struct SQLiteReading: Reading {
    let session: Session
    private let steps: SQLiteSteps

    init(_ session: Session) {
        self.session = session
        steps = SQLiteSteps(session: session)
    }

    var sources: any SourceReading { SQLiteSources(session: session) }
    var services: any ServiceReading { SQLiteServices(session: session) }
    var deployments: any DeploymentReading { deploymentTable }
    var deployed: any DeployedServiceReading { SQLiteDeployedServices(session: session) }
    var attempts: any AttemptsReading { SQLiteAttempts(session: session) }
    var decisions: any DecisionReading { SQLiteDecisions(session: session) }
    var acceptances: any AcceptedRevisionReading { SQLiteAcceptedRevisions(session: session) }
    var events: any EventReading { SQLiteEvents(session: session) }
    var users: any UserReading { SQLiteUsers(session: session) }
    var tokens: any TokenReading { SQLiteTokens(session: session) }
    var signingKeys: any SigningKeyReading { SQLiteSigningKeys(session: session) }
    var history: any HistoryReading { SQLiteHistory(session: session) }
    var owners: any RunOwnerReading { SQLiteRunOwners(session: session) }

    var deploymentTable: SQLiteDeployments { SQLiteDeployments(session: session, steps: steps) }
}
