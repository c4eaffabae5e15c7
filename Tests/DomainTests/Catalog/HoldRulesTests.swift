import Domain
import TestSupport
import Testing

@Suite("The rules by which a revision is held")
struct HoldRulesTests {
    private func step(
        changed: Int = 0,
        removed: Int = 0,
        leavesNothing: Bool = false,
        rewrites: Revision? = nil
    ) -> HoldRules.Step {
        HoldRules.Step(changed: changed, removed: removed, leavesNothing: leavesNothing, rewrites: rewrites)
    }

    private func reasons(_ rules: HoldRules, _ step: HoldRules.Step) -> [SourceHold.Reason] {
        rules.broken(by: step).map(\.reason)
    }

    @Test("let everything pass by default but a source that defines nothing any more")
    func defaults() {
        let rules = HoldRules()
        #expect(reasons(rules, step(changed: 9_999, removed: 9_999, rewrites: .sample())) == [])
        #expect(reasons(rules, step(removed: 1, leavesNothing: true)) == [.emptied])
    }

    @Test("allow as many as the limits say, and no more")
    func limits() {
        let rules = HoldRules(maxChanged: 2, maxRemoved: 0)
        #expect(reasons(rules, step(changed: 2)) == [])
        #expect(reasons(rules, step(changed: 3)) == [.changes])
        #expect(reasons(rules, step(removed: 1)) == [.removals])
        #expect(rules.broken(by: step(changed: 3)).map(\.finding) == ["3 services would change, more than 2"])
        #expect(rules.broken(by: step(removed: 1)).map(\.finding) == ["1 service would be removed, more than 0"])
    }

    @Test("meet a rewrite as they are told")
    func rewrites() {
        #expect(reasons(HoldRules(onRewrite: .hold), step()) == [])
        let broken = HoldRules(onRewrite: .hold).broken(by: step(rewrites: .sample()))
        #expect(broken.map(\.reason) == [.rewritten])
        #expect(broken.map(\.finding) == ["it does not follow from the accepted revision aaaaaaaa"])
    }

    @Test("name everything that is broken, the gravest first")
    func all() {
        let rules = HoldRules(maxChanged: 0, maxRemoved: 0, onRewrite: .hold)
        let step = step(changed: 1, removed: 1, leavesNothing: true, rewrites: .sample())
        #expect(reasons(rules, step) == [.emptied, .rewritten, .removals, .changes])
    }
}
