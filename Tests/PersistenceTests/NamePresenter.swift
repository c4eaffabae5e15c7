import Domain

/// Tells of each event its name, and how many deployments wait by then.
struct NamePresenter: EventPresenting {
    func data(of event: DomainEvent, in reading: any Reading) throws -> JSONValue {
        .members(["name": .string(event.name), "queued": .integer(try reading.deployments.queued(limit: 100).count)])
    }
}

/// A presenter that cannot present.
struct FailingPresenter: EventPresenting {
    func data(of event: DomainEvent, in reading: any Reading) throws -> JSONValue { throw Stop() }
}

/// What a piece of work throws to see what becomes of it.
struct Stop: Error {}
