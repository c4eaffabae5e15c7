/// When a source is polled again.
package struct PollSchedule: Hashable, Sendable {
    /// The wait after a good poll, in milliseconds; zero polls once, and then only when asked, or to try again what
    /// failed.
    package let interval: Int64
    /// How long a poll may take before the source is said to be overdue, in milliseconds; nil for as long as it likes.
    package let longest: Int64?

    package init(interval: Int64, longest: Int64? = nil) {
        self.interval = interval
        self.longest = longest
    }

    /// The wait in milliseconds after so many failures in a row: it doubles up to ten intervals, or without an interval
    /// from 5 seconds up to 5 minutes, and is jittered by a tenth; nil for never.
    ///
    /// - `jitter`: From 0 to 1; 0.5 leaves the wait as it is.
    package func wait(afterFailures failures: Int, jitter: Double) -> Int64? {
        base(afterFailures: failures).map { $0 + Int64(Double($0) * 0.1 * (2 * jitter - 1)) }
    }

    private func base(afterFailures failures: Int) -> Int64? {
        guard interval > 0 else { return failures > 0 ? min(Int64(5_000) << min(failures - 1, 6), 300_000) : nil }
        let factor = min(Int64(1) << min(failures, 4), 10)
        let (wait, overflow) = interval.multipliedReportingOverflow(by: factor)
        return overflow ? interval : wait
    }
}
