extension Deployment {
    /// What is to be deployed and why; fixed when the deployment is opened.
    package struct Order: Hashable, Sendable {
        package let service: Service.ID
        package let serviceName: ServiceName
        package let source: SourceName
        package let folder: RepositoryPath
        package let origin: Origin
        /// The login name of the person who asked, where one did.
        package let user: String?
        /// Why, for people: the drift that it ends, or the request that it answers.
        package let reason: String
        package let revision: Revision
        package let version: String
        package let digest: Digest
        package let definition: ServiceDefinition
        /// Counts the tries of one definition from 1.
        package let attempt: Int

        package init(
            service: Service,
            origin: Origin,
            user: String?,
            reason: String,
            attempt: Int
        ) {
            self.init(
                service: service.id,
                serviceName: service.name,
                source: service.sourceName,
                folder: service.desired.folder,
                origin: origin,
                user: user,
                reason: reason,
                revision: service.revision,
                version: service.version,
                digest: service.desired.digest,
                definition: service.desired.definition,
                attempt: attempt
            )
        }

        package init(
            service: Service.ID,
            serviceName: ServiceName,
            source: SourceName,
            folder: RepositoryPath,
            origin: Origin,
            user: String?,
            reason: String,
            revision: Revision,
            version: String,
            digest: Digest,
            definition: ServiceDefinition,
            attempt: Int
        ) {
            self.service = service
            self.serviceName = serviceName
            self.source = source
            self.folder = folder
            self.origin = origin
            self.user = user
            self.reason = reason
            self.revision = revision
            self.version = version
            self.digest = digest
            self.definition = definition
            self.attempt = attempt
        }
    }

    /// What a deployment goes back to.
    package enum Origin: String, CaseIterable, Sendable {
        case git
        case sync
        case retry
        case rollback
        case heal
        case removal
    }
}
