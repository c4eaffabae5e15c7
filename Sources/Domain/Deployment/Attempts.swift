/// What is remembered of the failed tries of one definition; forgotten when any key of it changes.
package struct Attempts: Hashable, Sendable {
    package static let none = Attempts(failures: 0, verdict: nil)

    /// Failed tries in a row.
    package let failures: Int
    /// What follows from them; nil if nothing failed.
    package let verdict: RetryState?

    package enum RetryState: Hashable, Sendable {
        case retry(Backoff)
        /// The last try that the policy allows has failed: a person or a new definition is needed.
        case stalled
        /// A person cancelled the run.
        case cancelled
    }

    package init(failures: Int, verdict: RetryState?) {
        self.failures = failures
        self.verdict = verdict
    }

    /// The attempts after one more run has ended.
    ///
    /// - `jitter`: 0 to 1, see ``RetryPolicy/wait(afterFailures:jitter:)``.
    package func after(
        _ outcome: Deployment.Outcome,
        policy: RetryPolicy,
        now: BootMoment,
        jitter: Double
    ) -> Attempts {
        switch outcome {
        case .succeeded: .none
        case .superseded: self
        case .cancelled: Attempts(failures: failures, verdict: .cancelled)
        case .failed, .timedOut, .interrupted: afterFailure(policy: policy, now: now, jitter: jitter)
        }
    }

    private func afterFailure(policy: RetryPolicy, now: BootMoment, jitter: Double) -> Attempts {
        let count = failures + 1
        guard count <= policy.limit else { return Attempts(failures: count, verdict: .stalled) }
        let wait = policy.wait(afterFailures: count, jitter: jitter)
        return Attempts(failures: count, verdict: .retry(Backoff(from: now, length: wait)))
    }
}
