internal import Domain
internal import Synchronization

/// The present plan, which takes a look at every service, kept as long as nothing has changed.
final class KeptPlan: Sendable {
    private let kept = Mutex<(stamp: AnswerStamp, report: PlanReport)?>(nil)

    func find(_ stamp: AnswerStamp?) -> PlanReport? {
        kept.withLock { kept in kept.flatMap { $0.stamp == stamp ? $0.report : nil } }
    }

    /// - `stamp`: What was true before anything was read; nil if that is not to be kept.
    func keep(_ report: PlanReport, _ stamp: AnswerStamp?) {
        guard let stamp else { return }
        kept.withLock { $0 = (stamp, report) }
    }
}
