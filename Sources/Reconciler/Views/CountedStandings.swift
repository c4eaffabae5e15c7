internal import Domain
internal import Synchronization

/// The counts of all services, which take a look at each of them, kept as long as nothing has changed.
///
/// A wait for a next try that ends changes the decision's reason alone, and the loop follows it with a change.
final class CountedStandings: Sendable {
    private let kept = Mutex<(stamp: AnswerStamp, counts: StandingCounts)?>(nil)

    /// - `stamp`: What was true before anything was read; nil if that is not to be kept.
    func counts(at stamp: AnswerStamp?, _ count: () throws -> StandingCounts) rethrows -> StandingCounts {
        if let kept = kept.withLock({ $0 }), kept.stamp == stamp { return kept.counts }
        let counts = try count()
        if let stamp { kept.withLock { $0 = (stamp, counts) } }
        return counts
    }
}
