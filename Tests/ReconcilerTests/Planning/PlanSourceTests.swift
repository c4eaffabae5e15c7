import Domain
import TestSupport
import Testing

@testable import Reconciler

@Suite("The source of a plan")
struct PlanSourceTests {
    private func doubt(_ phase: PlanSource.Phase, _ message: String?, isHeld: Bool) -> String? {
        let hold = SourceHold.sample(reason: .changes, message: "too much")
        return PlanSource(
            name: .sample(),
            url: "",
            ref: "main",
            revision: nil,
            phase: phase,
            message: message,
            held: isHeld ? hold : nil
        ).doubt?.message
    }

    @Test("is in doubt for each thing that makes it so, in its own words")
    func doubts() {
        #expect(doubt(.current, nil, isHeld: false) == nil)
        #expect(doubt(.held, nil, isHeld: true) == "it is held: too much")
        #expect(doubt(.unreachable, "refused", isHeld: false) == "it cannot be polled: refused")
        #expect(doubt(.unreachable, "refused", isHeld: true) == "it cannot be polled: refused; it is held: too much")
        #expect(doubt(.unread, "not yet", isHeld: true) == "not yet; it is held: too much")
    }
}
