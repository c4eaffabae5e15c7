internal import Domain
internal import GitSource

extension GitConfigurationSource {
    /// The config repository that the daemon's configuration describes.
    init(
        _ source: SourceConfiguration,
        _ configuration: DaemonConfiguration,
        environment: [String: String],
        failpoints: Failpoints,
        log: any Log
    ) {
        self.init(
            GitSourceConfiguration(
                name: source.name,
                url: source.url,
                ref: source.ref,
                path: source.path,
                credentials: { try source.credentials.read(environment) },
                certificateAuthority: source.ca,
                timeout: source.timeout,
                stateFolder: configuration.stateDir,
                log: log,
                failpoints: failpoints,
                budget: configuration.budget,
                freeBytes: configuration.retention.freeBytes
            )
        )
    }
}
