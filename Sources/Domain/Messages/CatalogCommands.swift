/// Take note of a source that the configuration names; replies with its id, the same one each time.
package struct OpenSource: Command, Hashable {
    package let name: SourceName
    /// Without credentials.
    package let url: String
    package let path: RepositoryPath

    package init(name: SourceName, url: String, path: RepositoryPath) {
        self.name = name
        self.url = url
        self.path = path
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Source.ID> {
        try await handler.handle(self)
    }
}

/// Accept a revision: make the catalogue say what the revision says, by the rules of identity, in ``ServiceChange``s; or
/// hold it, and change nothing else.
package struct SyncServices: Command {
    package let source: Source.ID
    package let state: DesiredState
    package let rules: HoldRules
    /// Whether a person has said that this very revision is to be accepted, whatever rule it breaks.
    package let isApproved: Bool
    package let claims: Claims

    /// Who claims names that may have no owner.
    package struct Claims: Hashable, Sendable {
        /// What the accepted revision of this source claims and has not got.
        package let own: Set<ServiceName>
        /// What other sources claim and have not got, or may be about to get.
        package let rivals: [ServiceName: [SourceName]]

        package init(own: Set<ServiceName> = [], rivals: [ServiceName: [SourceName]] = [:]) {
            self.own = own
            self.rivals = rivals
        }
    }

    package struct Outcome: Hashable, Sendable {
        /// The services about which the decision may be another one now, dependants included.
        package let affected: [Service.ID]
        /// Why nothing of the revision was accepted; nil if it was.
        package let hold: SourceHold?
        /// The names that were settled.
        package let settled: Set<ServiceName>
        /// Those of them that the revision claims and does not get.
        package let denied: Set<ServiceName>

        package init(
            affected: [Service.ID],
            hold: SourceHold? = nil,
            settled: Set<ServiceName> = [],
            denied: Set<ServiceName> = []
        ) {
            self.affected = affected
            self.hold = hold
            self.settled = settled
            self.denied = denied
        }
    }

    package init(
        source: Source.ID,
        state: DesiredState,
        rules: HoldRules = HoldRules(),
        isApproved: Bool = false,
        claims: Claims = Claims()
    ) {
        self.source = source
        self.state = state
        self.rules = rules
        self.isApproved = isApproved
        self.claims = claims
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Outcome> {
        try await handler.handle(self)
    }
}

/// Take digests by the present scheme in the place of older ones of the same definitions, wherever they are stored: an
/// upgrade of the program deploys nothing.
package struct RenewDigests: Command, Hashable {
    package let source: Source.ID
    /// Where both were computed.
    package let revision: Revision
    package let renewals: [DigestRenewal]

    package init(source: Source.ID, revision: Revision, renewals: [DigestRenewal]) {
        self.source = source
        self.revision = revision
        self.renewals = renewals
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}

/// Remember why a source cannot be read; writes nothing if that is known already.
package struct RecordSourceFailure: Command, Hashable {
    package let source: Source.ID
    package let message: String

    package init(source: Source.ID, message: String) {
        self.source = source
        self.message = message
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}

/// Remember that a source can be read again; writes nothing if that is known already.
package struct RecordSourceRecovery: Command, Hashable {
    package let source: Source.ID

    package init(source: Source.ID) { self.source = source }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}

/// A person asks for a sync of some services: failed tries and stalls are forgotten, and with `force` each is deployed
/// even without drift.
///
/// Replies with the services' ids.
package struct RequestSync: Command, Hashable {
    package enum Scope: Hashable, Sendable {
        case named([ServiceName])
        case all
    }

    package let scope: Scope
    package let force: Bool
    /// The login name of the person.
    package let user: String?

    package init(scope: Scope, force: Bool, user: String?) {
        self.scope = scope
        self.force = force
        self.user = user
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<[Service.ID]> {
        try await handler.handle(self)
    }
}
