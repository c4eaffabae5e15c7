import Domain
import Testing

@testable import Execution

@Suite("The tally of a run's steps")
struct StepTallyTests {
    private static func step(_ name: String) -> StepReport {
        .step(StepUpdate(name: name, state: .success, time: Instant(millisecondsSince1970: 9)))
    }

    @Test("tells once when there are more distinct steps than are kept")
    func overflow() {
        var tally = StepTally(limit: 2)
        let overflows = ["a", "b", "a", "c", "d"].map { tally.overflows(with: [Self.step($0)]) }
        #expect(overflows == [false, false, false, true, false])
    }

    @Test("counts the steps of a plan too")
    func plan() {
        var tally = StepTally(limit: 2)
        let planned = ["a", "b", "c"].map { StepReport.PlannedStep(name: $0, key: nil) }
        let overflows = [
            tally.overflows(with: [.plan(Array(planned.prefix(2)))]), tally.overflows(with: [.plan(planned)]),
        ]
        #expect(overflows == [false, true])
    }
}
