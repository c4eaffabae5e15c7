package import Domain

/// What the configuration says of the daemon as a whole.
package struct DaemonSettings: Sendable {
    /// How many runs may go on at once.
    let concurrency: Int
    /// What is kept of the past, and what has to stay free.
    let retention: RetentionLimits
    /// The state dir in which the executor's runs are.
    let owner: RunOwner
    let about: StatusViews.About

    package init(concurrency: Int, retention: RetentionLimits, owner: RunOwner, about: StatusViews.About) {
        self.concurrency = concurrency
        self.retention = retention
        self.owner = owner
        self.about = about
    }
}
