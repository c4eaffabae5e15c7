import Reconciler
import Testing

@Suite("The schedule of polls")
struct PollScheduleTests {
    @Test(
        "doubles the wait with each failure, up to ten intervals",
        arguments: [
            (0, 60_000), (1, 120_000), (2, 240_000), (3, 480_000), (4, 600_000), (5, 600_000), (1_000, 600_000),
        ] as [(Int, Int64)]
    )
    func doubles(failures: Int, wait: Int64) {
        #expect(PollSchedule(interval: 60_000).wait(afterFailures: failures, jitter: 0.5) == wait)
    }

    @Test("is jittered by a tenth", arguments: [(0.0, 54_000), (0.5, 60_000), (1.0, 66_000)] as [(Double, Int64)])
    func jitter(jitter: Double, wait: Int64) {
        #expect(PollSchedule(interval: 60_000).wait(afterFailures: 0, jitter: jitter) == wait)
    }

    @Test(
        "with an interval of zero has a next poll only after a failure, from 5 seconds up to 5 minutes",
        arguments: [(0, nil), (1, 5_000), (2, 10_000), (6, 160_000), (7, 300_000), (1_000, 300_000)] as [(Int, Int64?)]
    )
    func never(failures: Int, wait: Int64?) {
        #expect(PollSchedule(interval: 0).wait(afterFailures: failures, jitter: 0.5) == wait)
    }

    @Test("bears an interval of any length")
    func long() {
        #expect(PollSchedule(interval: .max / 2).wait(afterFailures: 9, jitter: 0.5) == .max / 2)
    }
}
