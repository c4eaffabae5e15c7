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
