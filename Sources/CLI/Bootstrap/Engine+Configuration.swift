internal import Domain
internal import Execution
internal import GitSource
internal import Reconciler

extension ProcessRunExecutor {
    /// Runs deployments as the configuration says.
    init(
        _ configuration: DaemonConfiguration,
        _ context: Engine.Context,
        _ access: AccessParts
    ) {
        self.init(
            stateFolder: configuration.stateDir,
            settings: RunSettings(configuration, context),
            limits: RunLimits(configuration.retention),
            secrets: RunSecrets(configuration, context.environment) { deployment, timeout in
                try await access.token(of: Deployment.ID(deployment), timeout: timeout)
            },
            failpoints: context.failpoints,
            log: context.log
        )
    }
}

extension SourceConfiguration {
    /// The source as the daemon follows it.
    func scheduled(
        _ configuration: DaemonConfiguration,
        _ context: Engine.Context
    ) -> ScheduledSource {
        ScheduledSource(
            source: GitConfigurationSource(
                self,
                configuration,
                environment: context.environment,
                failpoints: context.failpoints,
                log: context.log
            ),
            schedule: PollSchedule(interval: interval, longest: longestPoll(configuration.budget)),
            rules: HoldRules(configuration.limits, onRewrite: onRewrite),
            takesHooks: hookSecret != nil
        )
    }

    /// A poll asks and reads within its limits, and may have to wait for other sources: a minute more.
    private func longestPoll(_ budget: ReadingBudget) -> Int64 {
        [timeout, budget.time].reduce(60_000) { sum, part in
            let (longer, overflow) = sum.addingReportingOverflow(part)
            return overflow ? .max : longer
        }
    }
}

extension HoldRules {
    /// The daemon's limits, and what the source does with a rewrite.
    fileprivate init(_ limits: DaemonConfiguration.Limits, onRewrite: Rewrite) {
        self.init(maxChanged: limits.maxChanged, maxRemoved: limits.maxRemoved, onRewrite: onRewrite)
    }
}

extension RunLimits {
    /// What the configuration says of a run's output.
    fileprivate init(_ retention: RetentionLimits) {
        self.init()
        logBytes = retention.outputBytes
    }
}

extension RunSettings {
    /// What the daemon hands to each run.
    fileprivate init(_ configuration: DaemonConfiguration, _ context: Engine.Context) {
        self.init()
        agentSocket = context.environment["SSH_AUTH_SOCK"]
        openFiles = context.openFiles.forRuns
        account = configuration.runAs
        ansible = AnsibleProgram(
            program: configuration.ansible.playbook,
            arguments: configuration.ansible.arguments
        )
        galaxy = configuration.ansible.galaxy.settings
    }
}
