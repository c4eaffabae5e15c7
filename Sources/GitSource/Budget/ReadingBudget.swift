internal import Platform

/// How much of what others wrote is read and exported: the configuration's `budget`.
///
/// What one service covers, and so one export, keeps within each limit. The reading of a revision may look at, and
/// follow, ``share`` times as much for all of its services together.
package struct ReadingBudget: Hashable, Sendable {
    /// Files, links and folders; what is there twice counts twice.
    package var entries: Int64 = 1_000_000
    /// Of all files, in bytes; one that is there twice counts twice.
    package var bytes: Int64 = 16 << 30
    /// Of one file, in bytes: each is held in memory while it is written.
    package var fileBytes: Int64 = 256 << 20
    /// Steps of following links: one a name on the way, more where the way is long.
    package var links: Int64 = 100_000
    /// Of all definitions of a source together, in bytes.
    package var definitionBytes: Int64 = 64 << 20
    /// Of one reading, and of one export, in milliseconds.
    package var time: Int64 = 300_000

    package init() {}

    /// How many times a service's limit a whole revision may cost.
    static let share: Int64 = 10

    /// When the time of a reading that begins now is over, by the monotonic clock.
    func deadline() -> Int64 { MonotonicClock.now().plus(time.times(1_000)) }
}

/// The limits by their names in the configuration.
enum BudgetLimit: String {
    case entries
    case bytes
    case fileBytes = "file_bytes"
    case links
    case definitionBytes = "definition_bytes"
    case time

    /// What to do when it is reached, to follow what was found.
    var advice: String { "if that is meant, raise \"budget.\(rawValue)\"" }
}
