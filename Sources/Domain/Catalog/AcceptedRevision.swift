/// A revision that became the desired state of its source, and what it made of the services.
///
/// Kept, because later revisions change the answer: who waits for a revision wants to know what that one brought.
package struct AcceptedRevision: Hashable, Sendable {
    package typealias ID = Identifier<AcceptedRevision>

    /// How many are kept of a source; the oldest go first.
    package static let kept = 1_000

    /// Grows from acceptance to acceptance, over all sources.
    package let id: ID
    package let source: Source.ID
    package let revision: Revision
    package let at: Instant
    /// The services that it changed and that had to be deployed because of it, or could not be.
    package private(set) var services: Set<Service.ID>
    /// The files that it broke and that no service is known of.
    package let broken: [RepositoryPath]

    package init(
        id: ID,
        source: Source.ID,
        revision: Revision,
        at: Instant,
        services: Set<Service.ID>,
        broken: [RepositoryPath]
    ) {
        self.id = id
        self.source = source
        self.revision = revision
        self.at = at
        self.services = services
        self.broken = broken
    }

    /// The same revision has changed more, because it was read once more.
    package mutating func add(_ more: Set<Service.ID>) { services.formUnion(more) }

    /// The service has left its repository, and nothing is kept of it any more.
    package mutating func forget(_ service: Service.ID) { services.remove(service) }
}
