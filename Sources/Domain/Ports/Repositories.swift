/// What can be read of the store.
///
/// Valid only inside the closure that it is handed to, and not `Sendable`, so that the compiler keeps it there.
package protocol Reading {
    var sources: any SourceReading { get }
    var services: any ServiceReading { get }
    var deployments: any DeploymentReading { get }
    var deployed: any DeployedServiceReading { get }
    var attempts: any AttemptsReading { get }
    var decisions: any DecisionReading { get }
    var acceptances: any AcceptedRevisionReading { get }
    var events: any EventReading { get }
    var users: any UserReading { get }
    var tokens: any TokenReading { get }
    var signingKeys: any SigningKeyReading { get }
    var history: any HistoryReading { get }
    var owners: any RunOwnerReading { get }
}

/// What a unit of work can read and change.
package protocol Transaction: Reading, HistoryWriting {
    func save(_ source: Source) throws
    func save(_ service: Service) throws
    /// Stores the deployment with its steps, and takes its recorded events into the transaction.
    func save(_ deployment: inout Deployment) throws
    /// Gives a stored deployment the revision, the version and the digest of `order`; the rest of it stays.
    func renew(_ deployment: Deployment.ID, _ order: Deployment.Order) throws
    func save(_ deployed: DeployedService) throws
    /// The service has left its repository: its record stays as history and counts as deployed no more.
    func retireDeployed(of service: Service.ID) throws
    /// ``Attempts/none`` forgets them.
    func save(_ attempts: Attempts, of service: Service.ID) throws
    /// Keeps a decision, and of its service the newest ``DecisionRecord/kept`` alone.
    func save(_ decision: DecisionRecord) throws
    /// Keeps an accepted revision, and of its source the newest ``AcceptedRevision/kept`` alone.
    func save(_ acceptance: AcceptedRevision) throws
    /// Puts an event of anything but a deployment into the transaction.
    func record(_ event: DomainEvent) throws
    /// Makes the store one of its own if it is a backup that was put in place: removes the backup's mark and begins a
    /// new epoch.
    ///
    /// - Returns: Whether it was a backup.
    func takeBackupMark() throws -> Bool
    /// Sees to it that no number up to `identifier` is given out any more.
    func skipIdentifiers<Owner>(upTo identifier: Identifier<Owner>) throws
    func save(_ user: User) throws
    func delete(_ user: User.ID) throws
    func save(_ token: IssuedToken) throws
    /// Remembers that a person's own token is worth nothing, until it would not be anyway.
    func revoke(_ login: LoginID, until expiry: Instant) throws
    func save(_ key: SigningKey) throws
    /// Forgets keys that verify no more, tokens that expired so long before that they are listed no more, and
    /// revocations of tokens that have expired.
    func discardExpired(at now: Instant) throws
    /// Keeps what people are told of a state dir.
    func save(_ owner: RunOwner) throws
    /// Makes the runs this state dir's that are under way, and those that have no owner.
    func giveRuns(to owner: RunOwner.ID) throws
    /// A number that was never given out before, for a new aggregate.
    func nextIdentifier<Owner>(_ owner: Owner.Type) throws -> Identifier<Owner>
}

package protocol SourceReading {
    func find(_ id: Source.ID) throws -> Source?
    func find(name: SourceName, url: String, path: RepositoryPath) throws -> Source?
    /// Those that are not forgotten, sorted by name.
    func all() throws -> [Source]
    /// Whether nothing of the source is to be deployed, because the store was restored from a backup.
    func isRestored(_ id: Source.ID) throws -> Bool
}

/// The catalogue as far as it decides what becomes of a revision.
package protocol CatalogueReading {
    /// The service that owns the name now.
    func active(named name: ServiceName) throws -> Service?
    /// The services that a source defines in `folder` now: usually one, or none.
    func active(in source: Source.ID, at folder: RepositoryPath) throws -> [Service]
    /// The services that a source defines now, by name.
    func active(in source: Source.ID) throws -> [Service]
    /// The services with problems, by name.
    func withProblems() throws -> [Service]
}

package protocol ServiceReading: CatalogueReading {
    /// A removed one too.
    func find(_ id: Service.ID) throws -> Service?
    /// Every service that is not removed, by name, from the first one whose name is greater than `name`.
    func active(after name: ServiceName?, limit: Int) throws -> [Service]
    func activeIdentifiers() throws -> [Service.ID]
    /// Sorted.
    func activeNames() throws -> [ServiceName]
    /// The last service of this name that was removed; nil if none was, or it is kept no more.
    func removed(named name: ServiceName) throws -> Service?
    /// The services that name `name` in `depends_on`.
    func dependants(of name: ServiceName) throws -> [Service]
}

package protocol DeploymentReading {
    func find(_ id: Deployment.ID) throws -> Deployment?
    /// Nil if there is no such deployment.
    func state(of id: Deployment.ID) throws -> Deployment.State?
    /// The deployment of the service that waits for a slot.
    func queued(of service: Service.ID) throws -> Deployment?
    /// Those that wait for a slot, by their places in the queue.
    func queued(limit: Int) throws -> [Deployment.ID]
    func running() throws -> [Deployment.ID]
    /// Those whose runs are in this state dir.
    func running(ownedBy owner: RunOwner.ID) throws -> [Deployment.ID]
    /// The last run of the service that started, whatever became of it.
    func lastRun(of service: Service.ID) throws -> LastRun?
    /// The last one of the service, in any state.
    func last(of service: Service.ID) throws -> Deployment?
    func lastSuccess(of service: Service.ID) throws -> Deployment?
    /// Newest first, without their steps.
    func page(_ filter: DeploymentFilter, before: Deployment.ID?, limit: Int) throws -> [Deployment]
    func counts() throws -> [Deployment.State: Int]
}

/// Which deployments a list shows; nil shows all.
package struct DeploymentFilter: Hashable, Sendable {
    package var service: ServiceName?
    package var state: Deployment.State?
    package var revision: Revision?

    package init(service: ServiceName? = nil, state: Deployment.State? = nil, revision: Revision? = nil) {
        self.service = service
        self.state = state
        self.revision = revision
    }
}

package protocol DeployedServiceReading {
    /// What is deployed of a service that is not removed.
    func find(_ service: Service.ID) throws -> DeployedService?
    /// Of every service that is not removed, by name.
    func all(after name: ServiceName?, limit: Int) throws -> [DeployedService]
}

package protocol AttemptsReading {
    /// ``Attempts/none`` if nothing has failed.
    func find(_ service: Service.ID) throws -> Attempts
    /// The services whose next try waits for its time.
    func waiting() throws -> [(service: Service.ID, backoff: Backoff)]
}

package protocol DecisionReading {
    func last(of service: Service.ID) throws -> DecisionRecord?
    /// Newest first, of every service that has had the name.
    func page(of service: ServiceName, before: DecisionRecord.ID?, limit: Int) throws -> [DecisionRecord]
}

package protocol AcceptedRevisionReading {
    /// Newest first.
    func page(of source: Source.ID, before: AcceptedRevision.ID?, limit: Int) throws -> [AcceptedRevision]
}

package protocol RunOwnerReading {
    func find(_ id: RunOwner.ID) throws -> RunOwner?
}

package protocol EventReading {
    /// Made when the store was made: another one means that `seq` counts something else.
    func epoch() throws -> String
    /// The last event's, or 0.
    func lastSequence() throws -> Int64
    /// The oldest event's that is kept; 1 as long as there is none.
    func firstSequence() throws -> Int64
    /// In the order of `seq`, from the first one greater than `sequence`.
    ///
    /// It ends before the event with which the page would be larger than `bytes`, but is never empty for that reason:
    /// who goes on from its last one reaches the end of the log, however large events are.
    func page(after sequence: Int64, limit: Int, bytes: Int) throws -> [EventRecord]
    /// The same, of one service alone.
    func page(of service: ServiceName, after sequence: Int64, limit: Int, bytes: Int) throws -> [EventRecord]
    /// How many bytes the data of each of these events has, in the order of `seq`; what is not kept is missing.
    func sizes(from first: Int64, through last: Int64) throws -> [EventSize]
}

/// How much room an event takes.
package struct EventSize: Hashable, Sendable {
    package let seq: Int64
    /// Of its data.
    package let bytes: Int64

    package init(seq: Int64, bytes: Int64) {
        self.seq = seq
        self.bytes = bytes
    }
}

extension EventReading {
    /// As many as `limit` says, of any size.
    package func page(after sequence: Int64, limit: Int) throws -> [EventRecord] {
        try page(after: sequence, limit: limit, bytes: .max)
    }

    /// The same, of one service alone.
    package func page(of service: ServiceName, after sequence: Int64, limit: Int) throws -> [EventRecord] {
        try page(of: service, after: sequence, limit: limit, bytes: .max)
    }
}

/// An event as clients are told of it.
package struct EventRecord: Hashable, Sendable {
    package let seq: Int64
    package let time: Instant
    /// See ``DomainEvent/Subject``.
    package let type: String
    /// See ``DomainEvent/name``.
    package let event: String
    package let service: String?
    package let deployment: Deployment.ID?
    /// The resource as the API shows it, as a JSON text.
    package let data: String

    package init(
        seq: Int64,
        time: Instant,
        type: String,
        event: String,
        service: String?,
        deployment: Deployment.ID?,
        data: String
    ) {
        self.seq = seq
        self.time = time
        self.type = type
        self.event = event
        self.service = service
        self.deployment = deployment
        self.data = data
    }
}

/// Turns an event into what clients are told of it, inside the transaction that records it.
package protocol EventPresenting: Sendable {
    /// The resource that the event is about, as the API shows it.
    func data(of event: DomainEvent, in reading: any Reading) throws -> JSONValue
}
