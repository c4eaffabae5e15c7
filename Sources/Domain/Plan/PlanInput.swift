/// Everything that decides about one service: nothing else is looked at.
package struct PlanInput: Hashable, Sendable {
    package let service: Service
    package let deployed: DeployedService?
    /// The last run that started, one that is running now included.
    package let lastRun: LastRun?
    /// The processes of the last run that cannot be ended; usually none.
    package let leftovers: [String]
    package let attempts: Attempts
    /// In the order of `depends_on`.
    package let dependencies: [Dependency]
    /// Whether every source has been read since the start, so that what is missing is missing.
    package let allSourcesRead: Bool
    /// Whether the configuration still has the service's source, with the same URL and path.
    package let isSourceConfigured: Bool
    /// Whether the store was restored from a backup, and no revision of the source was accepted since.
    package let isSourceRestored: Bool
    package let now: BootMoment
    /// Why nothing can run now, whatever it is; nil if there is disk enough.
    package let diskShortage: DiskShortage?
    /// The secrets that a run would need and cannot be given.
    package let missingSecrets: [MissingSecret]

    package init(
        service: Service,
        deployed: DeployedService?,
        lastRun: LastRun?,
        leftovers: [String] = [],
        attempts: Attempts,
        dependencies: [Dependency],
        allSourcesRead: Bool,
        isSourceConfigured: Bool,
        isSourceRestored: Bool = false,
        now: BootMoment,
        diskShortage: DiskShortage? = nil,
        missingSecrets: [MissingSecret] = []
    ) {
        self.service = service
        self.deployed = deployed
        self.lastRun = lastRun
        self.leftovers = leftovers
        self.attempts = attempts
        self.dependencies = dependencies
        self.allSourcesRead = allSourcesRead
        self.isSourceConfigured = isSourceConfigured
        self.isSourceRestored = isSourceRestored
        self.now = now
        self.diskShortage = diskShortage
        self.missingSecrets = missingSecrets
    }

    /// How a service stands of which another one depends.
    package struct Dependency: Hashable, Sendable {
        package enum Standing: Hashable, Sendable {
            /// Deployed at its desired state and healthy; or suspended, and something is deployed.
            case ready
            case notReady
            case missing
        }

        package let name: ServiceName
        package let standing: Standing

        package init(name: ServiceName, standing: Standing) {
            self.name = name
            self.standing = standing
        }
    }
}
