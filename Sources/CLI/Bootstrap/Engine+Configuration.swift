internal import Domain
internal import Execution
internal import GitSource
internal import Reconciler

extension ProcessRunExecutor {
    /// Runs deployments as the configuration says.
    init(
        _ configuration: DaemonConfiguration,
        _ surroundings: Engine.Surroundings,
        _ access: AccessParts
    ) {
        self.init(
            stateFolder: configuration.stateDir,
            surroundings: RunSurroundings(configuration, surroundings),
            limits: RunLimits(configuration.retention),
            secrets: RunSecrets(configuration, surroundings.environment) { deployment, timeout in
                try await access.token(of: Deployment.ID(deployment), timeout: timeout)
            },
            milestones: surroundings.milestones,
            log: surroundings.log
        )
    }
}

extension SourceConfiguration {
    /// The source as the daemon follows it.
    func scheduled(
        _ configuration: DaemonConfiguration,
        _ surroundings: Engine.Surroundings
    ) -> DaemonParts<ContinuousClock>.ScheduledSource {
        DaemonParts.ScheduledSource(
            source: GitConfigurationSource(
                self,
                configuration,
                environment: surroundings.environment,
                milestones: surroundings.milestones,
                log: surroundings.log
            ),
            schedule: PollSchedule(interval: interval, longest: longestPoll(configuration.budget)),
            rules: HoldRules(configuration.limits, onRewrite: onRewrite),
            takesHooks: hookSecret != nil
        )
    }

    /// A poll asks and reads within its limits, and may have to wait for other sources: an interval more.
    private func longestPoll(_ budget: ReadingBudget) -> Int64 {
        [timeout, budget.time].reduce(interval) { sum, part in
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

extension RunSurroundings {
    /// What the daemon hands to each run.
    fileprivate init(_ configuration: DaemonConfiguration, _ surroundings: Engine.Surroundings) {
        self.init()
        agentSocket = surroundings.environment["SSH_AUTH_SOCK"]
        openFiles = surroundings.openFiles.forRuns
        account = configuration.runAs
        ansible = AnsibleProgram(
            program: configuration.ansible.playbook,
            arguments: configuration.ansible.arguments
        )
    }
}
