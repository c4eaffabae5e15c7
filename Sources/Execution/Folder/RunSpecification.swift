internal import Domain
package import Platform

/// What a supervisor needs to know of its run; written by the daemon as `run.json`.
///
/// Its paths are relative, so that a moved state folder is no other run.
struct RunSpecification: Hashable, Sendable {
    /// The number of the format; a daemon reads the present one and the one before.
    static let format: Int64 = 1

    let deployment: Int64
    let service: String
    let version: String
    let revision: String
    /// The value of `RECONCILER_RUN` in the environment of everything that belongs to this run, and of nothing else.
    let marker: String
    /// The service's folder, relative to the export.
    let folder: RepositoryPath
    let action: ServiceDefinition.Action
    /// The definition's own variables.
    let environment: [EnvironmentVariable]
    /// In milliseconds.
    let timeout: Int64
    let settings: RunSettings
    let limits: RunLimits
    /// The boot on which the run was made ready.
    let boot: String
    /// Where the run's user finds its files, if that is not the run's own folder; absolute.
    var outside: String?
    /// The values of its secrets, while it runs; never written down with the rest.
    var handed = HandedSecrets()
}

/// What the daemon hands to each of its runs.
package struct RunSettings: Hashable, Sendable {
    /// The run's `PATH`.
    package var path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    /// The daemon's own `SSH_AUTH_SOCK`, if it has one.
    package var agentSocket: String?
    package var ansible = AnsibleProgram()
    package var galaxy = GalaxySettings()
    /// Whose rights a run has; nil: those of the daemon.
    package var account: Account?
    /// How many files a process of a run may have open (the soft limit); nil: as many as the supervisor.
    package var openFiles: UInt64?

    package init() {}
}

extension RunSpecification {
    /// The run of a deployment.
    init(
        _ run: RunRequest,
        marker: String,
        boot: String,
        settings: RunSettings,
        limits: RunLimits,
        outside: String? = nil
    ) {
        self.init(
            deployment: run.deployment.number,
            service: run.order.serviceName.text,
            version: run.order.version,
            revision: run.order.revision.hex,
            marker: marker,
            folder: run.order.folder,
            action: run.order.definition.action,
            environment: run.order.definition.environment,
            timeout: run.order.definition.timeout,
            settings: settings,
            limits: limits,
            boot: boot,
            outside: outside
        )
    }

    /// Where a path of the definition leads, relative to the export; nil if it leaves it.
    func place(_ path: RelativePath) -> RepositoryPath? { folder.resolving(path, within: .root) }

    /// How long it may take with what comes before the main process, in milliseconds.
    var longest: Int64 {
        guard case .playbook = action else { return timeout }
        let (sum, overflow) = timeout.addingReportingOverflow(settings.galaxy.timeout)
        return overflow ? timeout : sum
    }

    /// The variable that marks every process of this run.
    var mark: Variable { Variable(name: "RECONCILER_RUN", value: marker) }
}
