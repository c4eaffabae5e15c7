/// One change of the catalogue: what accepting a revision, and forgetting a source, consist of.
///
/// Nobody sends one alone: whatever a revision says is carried out in one transaction, or shown without one.
package enum ServiceChange: Hashable, Sendable {
    case create(CreateService)
    case update(UpdateService)
    case delete(DeleteService)
}

/// Take a new service into the catalogue.
package struct CreateService: Hashable, Sendable {
    package let source: Source.ID
    package let desired: DesiredService
    package let revision: Revision
    package let problems: [Problem]

    package init(source: Source.ID, desired: DesiredService, revision: Revision, problems: [Problem]) {
        self.source = source
        self.desired = desired
        self.revision = revision
        self.problems = problems
    }
}

/// Bring a service of the catalogue up to date.
package struct UpdateService: Hashable, Sendable {
    package let service: Service.ID
    /// The new valid state; nil keeps the last one.
    package let desired: DesiredService?
    package let revision: Revision
    package let problems: [Problem]

    package init(service: Service.ID, desired: DesiredService?, revision: Revision, problems: [Problem]) {
        self.service = service
        self.desired = desired
        self.revision = revision
        self.problems = problems
    }
}

/// Retire a service that its source does not define any more, and the record of what is deployed of it.
package struct DeleteService: Hashable, Sendable {
    package let service: Service.ID

    package init(service: Service.ID) { self.service = service }
}

extension Service {
    /// The service as an update of it leaves it.
    ///
    /// Another definition or another content voids a request that came before; another folder or another line does not.
    package func after(_ update: UpdateService) -> Service {
        var service = self
        guard let new = update.desired, new != desired else {
            service.mark(problems: update.problems)
            return service
        }
        let isOther = new.isOther(than: desired)
        let revision = isOther || new.folder != desired.folder ? update.revision : self.revision
        service.take(new, at: revision, problems: update.problems)
        if isOther, service.isRequestVoid { service.answer() }
        return service
    }

    /// A new definition is what the next deployment is for, not a request that came before it; and a suspended
    /// service must not be deployed without drift when somebody resumes it one day.
    private var isRequestVoid: Bool {
        guard let request else { return false }
        return !request.force || isSuspended
    }
}

extension DesiredService {
    /// Whether the definition or the content is another one: what failed before is then forgotten.
    package func isOther(than before: DesiredService) -> Bool {
        definition != before.definition || digest != before.digest
    }
}
