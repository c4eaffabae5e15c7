internal import Domain

/// What a run may cost; times in milliseconds.
package struct RunLimits: Hashable, Sendable {
    /// How much output is kept.
    package var logBytes: Int64 = 1 << 30
    /// How much of that is the end of an output that is longer.
    package var logTailBytes: Int64 = 16 << 20
    /// How much is kept of what a run reports of its steps.
    package var reportBytes: Int64 = 256 << 20
    /// From SIGTERM to SIGKILL.
    package var patience: Int64 = 10_000
    /// How long the output is read on after the main process has ended.
    package var drain: Int64 = 2_000
    /// From SIGKILL to giving up on a process that does not end: only the kernel can hold it then.
    package var surrender: Int64 = 60_000

    /// What is read of a file as a time is brought within this, so that it can be counted with: a record whose times
    /// somebody has changed still tells which processes are the run's.
    static let spans: ClosedRange<Int64> = 0...DurationText.longest
    /// The same for a number of bytes, with which nothing is counted that could be more.
    static let bytes: ClosedRange<Int64> = 0...Int64.max

    package init() {}
}
