internal import Domain
internal import Synchronization

/// Counts what happens; in memory, from zero at the start of the process.
package final class Meter: Sendable {
    private let readings = Mutex(Values())

    package init() {}

    /// What was counted so far.
    struct Values: Sendable {
        var polls: [Poll: Int64] = [:]
        var pollSeconds: [SourceName: Histogram] = [:]
        /// When each source last answered.
        var answered: [SourceName: Instant] = [:]
        var ends: [Deployment.State: Int64] = [:]
        var runSeconds: [Deployment.State: Histogram] = [:]
        var leadSeconds = Histogram(bounds: leadBounds)
        /// Of the sources that take hooks, and no others.
        var hooks: [SourceName: [HookResult: Int64]] = [:]
    }

    struct Poll: Hashable, Sendable {
        let source: SourceName
        let result: PollResult
    }

    private static let pollBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
    private static let runBounds: [Double] = [1, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600]
    private static let leadBounds: [Double] = [10, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400]

    var present: Values { readings.withLock { $0 } }

    /// A poll of `source` has ended `now`, after so many milliseconds.
    func note(_ result: PollResult, of source: SourceName, after milliseconds: Int64, at now: Instant) {
        readings.withLock { readings in
            readings.polls[Poll(source: source, result: result), default: 0] += 1
            readings.pollSeconds[source, default: Histogram(bounds: Self.pollBounds)].observe(
                Self.seconds(milliseconds)
            )
            if result != .failed { readings.answered[source] = now }
        }
    }

    /// A deployment has ended; one that never started has no length.
    func note(endOf deployment: Deployment.Record) {
        guard case .finished(let finish) = deployment.phase else { return }
        let length = finish.started.map { max(0, finish.finished.millisecondsSince1970 - $0.millisecondsSince1970) }
        readings.withLock { readings in
            readings.ends[deployment.state, default: 0] += 1
            guard let length else { return }
            readings.runSeconds[deployment.state, default: Histogram(bounds: Self.runBounds)]
                .observe(Self.seconds(length))
        }
    }

    /// What was committed at `commit` is deployed.
    func note(deployedAt now: Instant, committedAt commit: Instant) {
        let lead = now.millisecondsSince1970 - commit.millisecondsSince1970
        readings.withLock { $0.leadSeconds.observe(Self.seconds(lead)) }
    }

    /// The source takes hooks.
    func expectHooks(of source: SourceName) { readings.withLock { $0.hooks[source] = [:] } }

    /// A delivery for the source has come; of one that takes no hooks nothing is counted.
    func note(_ result: HookResult, of source: SourceName) {
        readings.withLock { $0.hooks[source]?[result, default: 0] += 1 }
    }

    private static func seconds(_ milliseconds: Int64) -> Double { Double(milliseconds) / 1_000 }
}
