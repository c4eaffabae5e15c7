/// A service that the daemon knows: what its source says of it, at its last valid state.
///
/// Known by source, folder and name. Once it is removed it stays for the history's sake; a definition of the same
/// name that comes later is a new service.
package struct Service: Sendable, Hashable {
    package typealias ID = Identifier<Service>

    package let id: ID
    package let source: Source.ID
    package let sourceName: SourceName
    package var name: ServiceName { desired.definition.name }
    /// The last valid state.
    package private(set) var desired: DesiredService
    /// The revision that last changed `desired`.
    package private(set) var revision: Revision
    /// What is wrong with the definition now; with an error in it, `desired` is what it was before.
    package private(set) var problems: [Problem]
    package private(set) var lifecycle: Lifecycle
    /// What a person asked for and has not been carried out yet.
    package private(set) var request: SyncRequest?
    /// A person's word that the service is not to be deployed.
    package private(set) var suspension: Suspension?

    package enum Lifecycle: String, Hashable, Sendable {
        case active
        /// The source does not define it any more.
        case removed
    }

    package init(
        id: ID,
        source: Source.ID,
        sourceName: SourceName,
        desired: DesiredService,
        revision: Revision,
        problems: [Problem] = [],
        lifecycle: Lifecycle = .active,
        request: SyncRequest? = nil,
        suspension: Suspension? = nil
    ) {
        self.id = id
        self.source = source
        self.sourceName = sourceName
        self.desired = desired
        self.revision = revision
        self.problems = problems
        self.lifecycle = lifecycle
        self.request = request
        self.suspension = suspension
    }

    /// The version to show: the one that the definition names, or the short digest.
    package var version: String { desired.definition.version ?? desired.digest.short }

    /// Whether its definition or a person says that it is not to be deployed.
    package var isSuspended: Bool { desired.definition.suspend || suspension != nil }

    package mutating func take(_ desired: DesiredService, at revision: Revision, problems: [Problem]) {
        self.desired = desired
        self.revision = revision
        self.problems = problems
    }

    package mutating func mark(problems: [Problem]) { self.problems = problems }

    package mutating func remove() {
        lifecycle = .removed
        problems = []
        request = nil
        suspension = nil
    }

    /// Suspends it, and forgets what was asked for before: that must not be carried out on the day when it is resumed.
    package mutating func suspend(_ suspension: Suspension) {
        self.suspension = suspension
        request = nil
    }

    /// Takes back what a person said; the definition's own `suspend` stays.
    package mutating func resume() { suspension = nil }

    package mutating func ask(_ request: SyncRequest) { self.request = request }

    /// Forgets what was asked for, because it is being carried out.
    package mutating func answer() { request = nil }
}

/// A manual sync of one service that waits to be carried out.
package struct SyncRequest: Hashable, Sendable {
    /// Deploy even without drift.
    package let force: Bool
    /// The login name of the person who asked.
    package let user: String?

    package init(force: Bool, user: String?) {
        self.force = force
        self.user = user
    }
}
