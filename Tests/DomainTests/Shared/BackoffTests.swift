import TestSupport
import Testing

@testable import Domain

@Suite("A backoff")
struct BackoffTests {
    private let backoff = Backoff(from: .sample(1_000), length: 500)

    @Test(
        "ends on the boot where it began at its due time",
        arguments: [(1_000, 500), (1_200, 300), (1_499, 1), (1_500, 0), (9_000, 0)] as [(Int64, Int64)]
    )
    func sameBoot(now: Int64, remaining: Int64) { #expect(backoff.remaining(at: .sample(now)) == remaining) }

    @Test(
        "waits at most its whole length after another boot",
        arguments: [(0, 500), (100, 400), (500, 0), (9_000, 0)] as [(Int64, Int64)]
    )
    func otherBoot(now: Int64, remaining: Int64) {
        #expect(backoff.remaining(at: .sample(now, boot: "boot-2")) == remaining)
    }

    @Test("never waits longer than its length, should the clock be before its beginning")
    func clockBehind() { #expect(backoff.remaining(at: .sample(0)) == 500) }
}
