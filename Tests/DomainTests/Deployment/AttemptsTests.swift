import TestSupport
import Testing

@testable import Domain

@Suite("Failed tries")
struct AttemptsTests {
    private let policy = RetryPolicy(limit: 2, backoff: 5_000, maximumBackoff: 8_000)
    private let now = BootMoment.sample(100)

    private func after(_ outcome: Deployment.Outcome, _ attempts: Attempts = .none) -> Attempts {
        attempts.after(outcome, policy: policy, now: now, jitter: 0)
    }

    @Test(
        "are tried again as often as the policy allows, then the service is stalled",
        arguments: [Deployment.Outcome.failed, .timedOut, .interrupted]
    )
    func retries(outcome: Deployment.Outcome) {
        let first = after(outcome)
        let second = after(outcome, first)
        let third = after(outcome, second)

        #expect(first == Attempts(failures: 1, verdict: .retry(Backoff(from: now, length: 5_000))))
        #expect(second == Attempts(failures: 2, verdict: .retry(Backoff(from: now, length: 8_000))))
        #expect(third == Attempts(failures: 3, verdict: .stalled))
    }

    @Test("stall at once where the policy allows none")
    func noRetries() {
        let policy = RetryPolicy(limit: 0, backoff: 1, maximumBackoff: 1)

        #expect(
            Attempts.none.after(.failed, policy: policy, now: now, jitter: 0)
                == Attempts(failures: 1, verdict: .stalled)
        )
    }

    @Test("are forgotten with a success, and stay with what never ran")
    func others() {
        let failed = after(.failed)

        #expect(after(.succeeded, failed) == .none)
        #expect(after(.superseded, failed) == failed)
        #expect(after(.cancelled, failed) == Attempts(failures: 1, verdict: .cancelled))
        #expect(after(.cancelled) == Attempts(failures: 0, verdict: .cancelled))
    }
}

@Suite("A retry policy")
struct RetryPolicyTests {
    @Test(
        "doubles its wait up to the longest",
        arguments: [
            (0, 5_000), (1, 5_000), (2, 10_000), (3, 20_000), (6, 160_000), (7, 180_000), (1_000_000, 180_000),
            (-5, 5_000),
        ] as [(Int, Int64)]
    )
    func doubles(failures: Int, wait: Int64) {
        #expect(RetryPolicy.default.wait(afterFailures: failures, jitter: 0) == wait)
    }

    @Test(
        "adds at most a tenth, so that many do not come at once",
        arguments: [(0.5, 5_250), (1, 5_500), (7, 5_500), (-1, 5_000)] as [(Double, Int64)]
    )
    func jitter(jitter: Double, wait: Int64) {
        #expect(RetryPolicy.default.wait(afterFailures: 1, jitter: jitter) == wait)
    }

    @Test("overflows nothing")
    func extremes() {
        let policy = RetryPolicy(limit: .max, backoff: .max, maximumBackoff: 3_000)

        #expect(policy.wait(afterFailures: .max, jitter: 0) == 3_000)
        #expect(policy.wait(afterFailures: 1, jitter: 0) == 3_000)
        #expect(policy.wait(afterFailures: 1, jitter: 1) == 2_700)
        #expect(policy.wait(afterFailures: .max, jitter: 0.5) == 2_850)
    }
}
