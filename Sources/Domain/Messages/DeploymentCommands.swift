/// Do what the plan says of these services, one after the other.
///
/// Where it says `deploy` a deployment is opened, and a queued one that it does not want any more is ended. Services that
/// nobody knows any more are passed over. One unit of work: either all of them are dealt with, or none.
package struct StartDeployments: Command, Hashable {
    package let services: [Service.ID]

    /// What the plan said, and the deployment that waits for a slot because of it.
    package struct Outcome: Hashable, Sendable {
        package let service: ServiceName
        package let decision: Decision
        /// The decision for people.
        package let sentence: String
        /// Whether the decision was another one before.
        package let isNews: Bool
        package let queued: Deployment.ID?

        package init(
            service: ServiceName,
            decision: Decision,
            sentence: String = "",
            isNews: Bool = false,
            queued: Deployment.ID?
        ) {
            self.service = service
            self.decision = decision
            self.sentence = sentence
            self.isNews = isNews
            self.queued = queued
        }
    }

    package init(services: [Service.ID]) { self.services = services }

    package func accept(by handler: some CommandHandling) async throws -> Committed<[Outcome]> {
        try await handler.handle(self)
    }
}

/// Give a queued deployment its slot, if the plan still wants it.
package struct BeginRun: Command, Hashable {
    package let deployment: Deployment.ID
    /// Where the run is.
    package let owner: RunOwner.ID

    package enum Outcome: Hashable, Sendable {
        /// It is running now, and its run must be started.
        case run
        /// The plan wants something else by now; the deployment has ended.
        case superseded
    }

    package init(deployment: Deployment.ID, owner: RunOwner.ID) {
        self.deployment = deployment
        self.owner = owner
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Outcome> {
        try await handler.handle(self)
    }
}

/// Take in what a run has reported; a report is taken in once, however often it is sent.
package struct ProcessStep: Command, Hashable {
    package let deployment: Deployment.ID
    package let reports: [StepReport]
    /// The offset, in bytes of the run's report file, at which these reports begin.
    package let from: Int64
    /// The offset behind the last of these reports.
    package let to: Int64

    package init(deployment: Deployment.ID, reports: [StepReport], from: Int64, to: Int64) {
        self.deployment = deployment
        self.reports = reports
        self.from = from
        self.to = to
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}

/// A person asks that a deployment is ended: at once if it waits for its slot, else as soon as its run is told.
///
/// Either way the service is not deployed again until a person asks for it or its definition changes. Asked again it
/// changes nothing.
package struct CancelDeployment: Command, Hashable {
    package let deployment: Deployment.ID
    /// The login name of the person.
    package let user: String?

    package enum Outcome: Hashable, Sendable {
        /// It had not started, and never will.
        case ended
        /// It is running, and its run must be told.
        case running
    }

    package init(deployment: Deployment.ID, user: String?) {
        self.deployment = deployment
        self.user = user
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Outcome> {
        try await handler.handle(self)
    }
}

/// Record how a running deployment ended; with success, what is deployed from now on.
package struct FinishDeployment: Command, Hashable {
    package let deployment: Deployment.ID
    package let end: RunEnd

    package init(deployment: Deployment.ID, end: RunEnd) {
        self.deployment = deployment
        self.end = end
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}
