/// What was decided for a service at one moment, and why: kept when it was another decision than the one before.
package struct DecisionRecord: Hashable, Sendable {
    package typealias ID = Identifier<DecisionRecord>

    /// How many are kept of a service; the oldest go first.
    package static let kept = 1_000

    /// Grows from decision to decision, over all services.
    package let id: ID
    package let service: Service.ID
    package let serviceName: ServiceName
    package let time: Instant
    package let cause: Cause
    /// The decision and its reason for people, as it was then.
    package let message: String
    /// The deployment that it opened, that was running, or whose end it follows from.
    package let deployment: Deployment.ID?
    /// The revision of the service's source that was accepted then; nil for one that an earlier version has kept.
    package let accepted: Revision?

    /// What makes one decision another one than the last; a wait that has become shorter is none.
    package struct Cause: Hashable, Sendable {
        /// See ``Decision/word``.
        package let decision: String
        /// See ``Decision/reason``.
        package let reason: String
        package let blockedBy: [ServiceName]
        /// The revision that last changed what is desired of the service.
        package let revision: Revision
        package let digest: Digest

        package init(
            decision: String,
            reason: String,
            blockedBy: [ServiceName],
            revision: Revision,
            digest: Digest
        ) {
            self.decision = decision
            self.reason = reason
            self.blockedBy = blockedBy
            self.revision = revision
            self.digest = digest
        }
    }

    package init(
        id: ID,
        service: Service.ID,
        serviceName: ServiceName,
        time: Instant,
        cause: Cause,
        message: String,
        deployment: Deployment.ID?,
        accepted: Revision? = nil
    ) {
        self.id = id
        self.service = service
        self.serviceName = serviceName
        self.time = time
        self.cause = cause
        self.message = message
        self.deployment = deployment
        self.accepted = accepted
    }
}

extension DecisionRecord.Cause {
    package init(_ decision: Decision, of service: Service) {
        self.init(
            decision: decision.word,
            reason: decision.reason,
            blockedBy: decision.blockedBy,
            revision: service.revision,
            digest: service.desired.digest
        )
    }

    /// A digest of another scheme says nothing of whether the content is another one.
    fileprivate func isSame(as other: DecisionRecord.Cause) -> Bool {
        guard digest.scheme != other.digest.scheme else { return self == other }
        return decision == other.decision && reason == other.reason && blockedBy == other.blockedBy
    }
}

extension Decision {
    /// Whether its word and its reason alone do not tell it from another one.
    private var isKnownByItsWords: Bool {
        switch self {
        case .hold(.suspendedByPerson), .hold(.invalidDefinition), .hold(.duplicateName), .hold(.dependencyCycle),
            .hold(.secretMissing):
            true
        case .deploy, .nothing, .wait, .hold: false
        }
    }

    /// Whether it is another decision for the service than the last one.
    ///
    /// Another person's word, another reason of the same, and another problem are another decision.
    package func isNews(for service: Service, after last: DecisionRecord?) -> Bool {
        guard let last, last.cause.isSame(as: DecisionRecord.Cause(self, of: service)) else { return true }
        return isKnownByItsWords && last.message != sentence(for: service)
    }
}
