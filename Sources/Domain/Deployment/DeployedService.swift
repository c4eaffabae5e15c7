/// What is deployed of a service: its last success.
package struct DeployedService: Hashable, Sendable {
    package let service: Service.ID
    package let serviceName: ServiceName
    package let deployment: Deployment.ID
    package let version: String
    package let revision: Revision
    package let digest: Digest
    /// The definition that was deployed, as it was written.
    package let config: JSONText
    package let at: Instant

    /// The record of a deployment that has just succeeded.
    package init(_ deployment: Deployment, at now: Instant) {
        self.init(
            service: deployment.order.service,
            serviceName: deployment.order.serviceName,
            deployment: deployment.id,
            version: deployment.order.version,
            revision: deployment.order.revision,
            digest: deployment.order.digest,
            config: deployment.order.definition.text,
            at: now
        )
    }

    package init(
        service: Service.ID,
        serviceName: ServiceName,
        deployment: Deployment.ID,
        version: String,
        revision: Revision,
        digest: Digest,
        config: JSONText,
        at: Instant
    ) {
        self.service = service
        self.serviceName = serviceName
        self.deployment = deployment
        self.version = version
        self.revision = revision
        self.digest = digest
        self.config = config
        self.at = at
    }
}
