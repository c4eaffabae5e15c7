/// A person asks that a source which the configuration does not have any more is forgotten: its services are removed
/// from the catalogue, and their names are free.
///
/// Nothing is run and nothing that is deployed is touched; the history stays.
package struct ForgetSource: Command, Hashable {
    package let name: SourceName

    package init(name: SourceName) { self.name = name }

    package func accept(by handler: some CommandHandling) async throws -> Committed<[ServiceName]> {
        try await handler.handle(self)
    }
}

/// Look whether the store is a backup that was put in place, and if so make it a store of its own: with a new epoch,
/// with every deployment ended that was under way when the backup was taken, and with every source held.
///
/// Replies whether it was; writes nothing if not.
package struct AdoptStore: Command, Hashable {
    /// The highest number of a deployment of which there is a trace beside the store: it is not given out again.
    package let lastTrace: Deployment.ID?

    package init(lastTrace: Deployment.ID?) { self.lastTrace = lastTrace }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Bool> {
        try await handler.handle(self)
    }
}

/// Take note of the state dir whose daemon has opened the store, and make every run its own that is under way.
///
/// The store is the state dir's, so there is nobody else whose they could be: they were begun before the state dir had an
/// id, or the store was put into another state dir. Of those that have ended, the ones without an owner get this one.
package struct RegisterOwner: Command, Hashable {
    package let owner: RunOwner

    package init(owner: RunOwner) { self.owner = owner }

    package func accept(by handler: some CommandHandling) async throws -> Committed<Void> {
        try await handler.handle(self)
    }
}
