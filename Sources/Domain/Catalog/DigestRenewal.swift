/// What one service's definition comes to at one revision, by an older scheme and by the present one.
package struct DigestRenewal: Hashable, Sendable {
    package let service: ServiceName
    package let before: Digest
    package let now: Digest

    package init(service: ServiceName, before: Digest, now: Digest) {
        self.service = service
        self.before = before
        self.now = now
    }

    /// The version to show with the new digest: another one only where the old digest was shown for want of one.
    func version(after version: String) -> String { version == before.short ? now.short : version }
}

extension Service {
    /// The service with its digest by the present scheme, which it has at `revision`; nil if it had another one.
    ///
    /// It is not another definition: what failed, and what a person asked for, stays.
    package func renewed(_ renewal: DigestRenewal, at revision: Revision) -> Service? {
        guard desired.digest == renewal.before else { return nil }
        var service = self
        let desired = DesiredService(
            folder: desired.folder,
            definition: desired.definition,
            digest: renewal.now,
            positions: desired.positions
        )
        service.take(desired, at: revision, problems: problems)
        return service
    }
}

extension DeployedService {
    /// The record with its digest by the present scheme; nil if it had another one.
    package func renewed(_ renewal: DigestRenewal) -> DeployedService? {
        guard digest == renewal.before else { return nil }
        return DeployedService(
            service: service,
            serviceName: serviceName,
            deployment: deployment,
            version: renewal.version(after: version),
            revision: revision,
            digest: renewal.now,
            config: config,
            at: at
        )
    }
}

extension Deployment.Order {
    /// The order with its digest by the present scheme; nil if it had another one.
    ///
    /// - `revision`: The one that a run that is still to start is exported from; nil keeps the order's.
    package func renewed(_ renewal: DigestRenewal, at revision: Revision?) -> Deployment.Order? {
        guard digest == renewal.before else { return nil }
        return Deployment.Order(
            service: service,
            serviceName: serviceName,
            source: source,
            folder: folder,
            origin: origin,
            user: user,
            reason: reason,
            revision: revision ?? self.revision,
            version: renewal.version(after: version),
            digest: renewal.now,
            definition: definition,
            attempt: attempt
        )
    }
}
