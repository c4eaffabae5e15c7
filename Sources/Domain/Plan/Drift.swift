/// One way in which what is deployed differs from what is desired.
package enum Drift: String, CaseIterable, Hashable, Sendable {
    case notDeployed = "not_deployed"
    case versionChanged = "version_changed"
    case definitionChanged = "definition_changed"
    /// The last run that started did not succeed.
    case incomplete
}

/// The last run of a service that started: what the world may look like now.
package struct LastRun: Hashable, Sendable {
    package let deployment: Deployment.ID
    package let digest: Digest
    package let state: Deployment.State

    package init(deployment: Deployment.ID, digest: Digest, state: Deployment.State) {
        self.deployment = deployment
        self.digest = digest
        self.state = state
    }
}

extension Drift {
    /// Compares what is desired of one service with what its runs brought about.
    ///
    /// - Parameters:
    ///   - service: What is desired.
    ///   - deployed: The last success; nil if there never was one.
    ///   - lastRun: The last run that started, whatever became of it.
    /// - Returns: Every way in which they differ; none if what is desired is what the last run brought about.
    package static func between(
        _ service: Service,
        deployed: DeployedService?,
        lastRun: LastRun?
    ) -> [Drift] {
        guard let deployed else { return lastRun == nil ? [.notDeployed] : [.notDeployed, .incomplete] }
        let dirty = lastRun.map { $0.deployment != deployed.deployment } ?? false
        return change(from: deployed, to: service) + (dirty ? [.incomplete] : [])
    }

    private static func change(from deployed: DeployedService, to service: Service) -> [Drift] {
        guard deployed.digest != service.desired.digest else { return [] }
        return hasSameVersion(deployed, service) ? [.definitionChanged] : [.versionChanged]
    }

    /// A definition that names no version has its digest's first digits for one, which say nothing of a version.
    private static func hasSameVersion(_ deployed: DeployedService, _ service: Service) -> Bool {
        guard let version = service.desired.definition.version else { return deployed.version == deployed.digest.short }
        return deployed.version == version
    }
}
