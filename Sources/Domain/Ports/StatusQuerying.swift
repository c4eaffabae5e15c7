/// What the outside may ask about the daemon; every answer is the JSON that clients are shown.
package protocol StatusQuerying: Sendable {
    /// What answers are made of now: to be asked before the answer itself.
    ///
    /// Nil while a change is being stored: one answer may have it and the next one not, so none is kept, and none is told
    /// that was.
    var stamp: AnswerStamp? { get }
    func status() async throws -> JSONValue
    func services(after name: ServiceName?, limit: Int) async throws -> StatusPage
    /// Nil if no service is called so.
    func service(_ name: ServiceName) async throws -> JSONValue?
    /// - `before`: Only deployments older than this one.
    func deployments(_ filter: DeploymentFilter, before: Deployment.ID?, limit: Int) async throws -> StatusPage
    func deployment(_ id: Deployment.ID) async throws -> JSONValue?
    /// What there is to say of a name that no service has.
    func absence(of name: ServiceName) async throws -> AbsentService
    /// The deployment's state alone, which costs little; nil if there is no such deployment.
    func state(of id: Deployment.ID) async throws -> Deployment.State?

    /// See ``EventReading/epoch()``.
    func epoch() async throws -> String
    /// What was decided for a service, newest first; nil if no service is or was called so.
    func decisions(of name: ServiceName, before: DecisionRecord.ID?, limit: Int) async throws -> StatusPage?
    /// The deployment's steps behind the one at `position`; nil if there is no such deployment.
    func steps(of id: Deployment.ID, after position: Int64?, limit: Int) async throws -> StatusPage?
    func deployedServices(after name: ServiceName?, limit: Int) async throws -> StatusPage
    /// - `service`: Only events of this service; nil for all.
    func events(of service: ServiceName?, after sequence: Int64, limit: Int) async throws -> StatusPage
    /// The present drift as a plan; with `ref`, the drift that would be if that ref were accepted.
    func plan(ref: String?) async throws -> StatusAnswer
    /// What has become of a revision, and of the services that it made differ from what is deployed.
    func revision(_ revision: Revision) async throws -> JSONValue
    /// What became of a request to the daemon; nil if it is not known, or not any more.
    func request(_ id: ControlRequest.ID) async -> JSONValue?
    /// What is measured of the daemon.
    func metrics() async throws -> [MetricFamily]
    func readiness() async -> Readiness
}

/// An answer in one piece.
package struct StatusAnswer: Sendable {
    package let json: JSONValue
    /// Whether the clock alone changes it, as it does a time that is left.
    package let changesWithTime: Bool

    package init(_ json: JSONValue, changesWithTime: Bool = false) {
        self.json = json
        self.changesWithTime = changesWithTime
    }
}

/// A part of a list.
package struct StatusPage: Sendable {
    package let items: [JSONValue]
    /// Where the next part begins, as the cursor to ask with; nil at the end.
    package let next: String?
    /// The last event that the answer knows.
    package let sequence: Int64
    /// Of the event log: the oldest event that is kept.
    package var first: Int64?
    /// Whether the clock alone changes it, as it does a time that is left.
    package var changesWithTime = false

    package init(items: [JSONValue], next: String?, sequence: Int64) {
        self.items = items
        self.next = next
        self.sequence = sequence
    }
}

/// Whether the daemon does its work.
package struct Readiness: Hashable, Sendable {
    /// Every source has been polled once, well or badly, and the store can be written.
    package let isReady: Bool
    /// What is missing or failing, one line each; empty if nothing is.
    package let remarks: [String]

    package init(isReady: Bool, remarks: [String]) {
        self.isReady = isReady
        self.remarks = remarks
    }
}

/// The controls that the control socket has beside the commands.
package protocol SyncControlling: Sendable {
    /// Polls every source now, and for named services forgets failed tries first.
    ///
    /// Returns when the polls have ended and what they and the request led to is queued.
    func sync(_ request: SyncControl) async throws -> SyncReport
}

/// A manual sync.
package struct SyncControl: Hashable, Sendable {
    /// Empty for none in particular.
    package let services: [ServiceName]
    package let all: Bool
    package let force: Bool
    /// The held revision to accept, if it still is a source's tip.
    package let accept: Revision?
    /// The login name of the person who asks.
    package let user: String?

    package init(services: [ServiceName], all: Bool, force: Bool, accept: Revision? = nil, user: String?) {
        self.services = services
        self.all = all
        self.force = force
        self.accept = accept
        self.user = user
    }
}

/// What a manual sync found.
package struct SyncReport: Hashable, Sendable {
    package let sources: [PolledSource]
    /// The services that the request is about: those that it named, or those with drift.
    package let services: [ServiceName]
    /// What it can be asked about by afterwards.
    package var request: ControlRequest.ID?

    package init(sources: [PolledSource], services: [ServiceName]) {
        self.sources = sources
        self.services = services
    }

    package struct PolledSource: Hashable, Sendable {
        package let name: SourceName
        /// The accepted one.
        package let revision: Revision?
        /// Why it could not be polled.
        package let failure: String?
        /// The tip that was found and not accepted.
        package let held: SourceHold?
        /// Whether the accepted revision is another one than before the poll.
        package let isNews: Bool

        package init(
            name: SourceName,
            revision: Revision?,
            failure: String?,
            held: SourceHold? = nil,
            isNews: Bool = false
        ) {
            self.name = name
            self.revision = revision
            self.failure = failure
            self.held = held
            self.isNews = isNews
        }

        /// What came of the poll.
        package var result: PollResult {
            if failure != nil { return .failed }
            if held != nil { return .held }
            return isNews ? .accepted : .unchanged
        }
    }
}

extension StatusQuerying {
    /// The events of everything.
    package func events(after sequence: Int64, limit: Int) async throws -> StatusPage {
        try await events(of: nil, after: sequence, limit: limit)
    }
}

extension SyncReport.PolledSource {
    /// The source as clients are shown it.
    package var json: JSONValue {
        .members([
            "name": .string(name.text),
            "revision": .optional(revision?.hex),
            "result": .string(result.rawValue),
            "failure": .optional(failure),
            "held": .optional(held, \.json),
        ])
    }
}
