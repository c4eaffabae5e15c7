package import Domain

/// A source, how often it is polled, what of it is held, and whether somebody may say by hook that there is news.
package struct ScheduledSource: Sendable {
    let source: any ConfigurationSource
    let schedule: PollSchedule
    let rules: HoldRules
    let takesHooks: Bool

    package init(
        source: any ConfigurationSource,
        schedule: PollSchedule,
        rules: HoldRules = HoldRules(),
        takesHooks: Bool = false
    ) {
        self.source = source
        self.schedule = schedule
        self.rules = rules
        self.takesHooks = takesHooks
    }
}
