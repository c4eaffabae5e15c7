/// What a daemon that meets hostile repositories in tests may read and write for one revision.
///
/// It is far below the defaults, so that the limits are met in seconds and in a small file system.
package enum HostileBudget {
    /// In seconds: what one revision may take.
    package static let time = 10

    /// As variables of the daemon's environment.
    package static let environment = [
        "RECONCILER_BUDGET_ENTRIES": "20000", "RECONCILER_BUDGET_BYTES": "64MiB",
        "RECONCILER_BUDGET_FILE_BYTES": "16MiB", "RECONCILER_BUDGET_LINKS": "100000",
        "RECONCILER_BUDGET_DEFINITION_BYTES": "8MiB", "RECONCILER_BUDGET_TIME": "\(time)s",
    ]
}
