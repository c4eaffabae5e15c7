/// A person asks that a service is not deployed until it is resumed.
///
/// What waits for a slot is superseded; what runs goes on. Writes nothing if the same person has said the same before.
package struct SuspendService: Command, Hashable {
    package let name: ServiceName
    /// Why, in the person's words.
    package let reason: String?
    /// The login name of the person.
    package let user: String?

    package init(name: ServiceName, reason: String?, user: String?) {
        self.name = name
        self.reason = reason
        self.user = user
    }

    package func accept(by handler: some CommandHandling) async throws -> Committed<ServiceControlOutcome> {
        try await handler.handle(self)
    }
}

/// A person takes back that a service is not to be deployed; `suspend` in its definition stays as it is.
package struct ResumeService: Command, Hashable {
    package let name: ServiceName

    package init(name: ServiceName) { self.name = name }

    package func accept(by handler: some CommandHandling) async throws -> Committed<ServiceControlOutcome> {
        try await handler.handle(self)
    }
}

/// What became of a service that a person suspended or resumed.
package struct ServiceControlOutcome: Hashable, Sendable {
    /// Whether anything is different from before.
    package let hasChanged: Bool
    /// Whether the definition itself suspends the service, whatever a person says.
    package let isSuspendedByDefinition: Bool
    /// The services about which the decision may be another one now: those that depend on it.
    package let affected: [Service.ID]

    package init(hasChanged: Bool, isSuspendedByDefinition: Bool, affected: [Service.ID]) {
        self.hasChanged = hasChanged
        self.isSuspendedByDefinition = isSuspendedByDefinition
        self.affected = affected
    }
}
