internal import Domain

/// What has changed in the catalogue inside one transaction.
///
/// Told once for each service, when everything is in place: what is shown of a service speaks of others too, which
/// may come later in the same transaction.
struct CatalogChanges {
    private var order: [Service.ID] = []
    private var before: [Service.ID: Service] = [:]
    private var created: Set<Service.ID> = []

    mutating func noteCreation(of service: Service.ID) {
        order.append(service)
        created.insert(service)
    }

    /// - Parameter service: As it was before the change.
    mutating func noteChange(of service: Service) {
        guard before[service.id] == nil, !created.contains(service.id) else { return }
        order.append(service.id)
        before[service.id] = service
    }

    /// Records the events of all that was noted.
    func record(in transaction: any Transaction) throws {
        for service in try order.compactMap(transaction.services.find) {
            if let event = event(of: service) { try transaction.record(event) }
        }
    }

    private func event(of service: Service) -> DomainEvent? {
        if service.lifecycle == .removed { return .serviceDeleted(ServiceDeleted(service)) }
        guard let before = before[service.id] else { return .serviceCreated(ServiceCreated(service)) }
        return service.isShownDifferently(from: before) ? .serviceUpdated(ServiceUpdated(service)) : nil
    }
}

extension Service {
    fileprivate func isShownDifferently(from other: Service) -> Bool {
        desired.definition != other.desired.definition || desired.digest != other.desired.digest
            || desired.folder != other.desired.folder || problems != other.problems
    }
}
