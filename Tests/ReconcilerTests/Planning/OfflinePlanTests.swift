import Domain
import Reconciler
import TestSupport
import Testing

@Suite("The plan without a daemon")
struct OfflinePlanTests {
    private func reasons(_ report: PlanReport) -> [String: String] {
        Dictionary(uniqueKeysWithValues: report.items.map { ($0.name.text, $0.decision.reason) })
    }

    @Test("takes everything for new without a base, dependencies first")
    func withoutBase() throws {
        let repository = Repository(.sample(name: "a", dependsOn: ["b"]), .sample(name: "b"))
        let report = try OfflinePlan.report(from: nil, to: repository.state)
        #expect(report.items.map(\.name.text) == ["b", "a"])
        #expect(reasons(report) == ["b": "not_deployed", "a": "dependency"])
        #expect(report.changes == 2)
        #expect(report.revision == repository.revision)
    }

    @Test("shows what differs from the base, and nothing else as a change")
    func withBase() throws {
        let base = Repository(.sample(name: "a", version: "1"), .sample(name: "b"), .sample(name: "gone", version: "3"))
        var target = base
        target.commit()
        target.remove("gone")
        target.put(.sample(name: "a", version: "2"), digest: 2)
        target.put(.sample(name: "new"))
        let report = try OfflinePlan.report(from: base.state, to: target.state)

        #expect(reasons(report) == ["a": "version_changed", "b": "synced", "gone": "removed", "new": "not_deployed"])
        #expect(report.changes == 3)
        let changed = try #require(report.items.first { $0.name.text == "a" })
        #expect(changed.before == "1")
        #expect(changed.after == "2")
    }

    @Test("is empty from a revision to itself", arguments: (0..<100).map(UInt64.init))
    func identity(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        var repository = Repository(number: 0)
        for _ in 0..<6 { repository.commitAnything(&chance) }
        let report = try OfflinePlan.report(from: repository.state, to: repository.state)
        #expect(report.changes == 0, "seed \(seed)")
    }

    @Test("holds what is broken at its state in the base, and does not take it for removed")
    func broken() throws {
        let base = Repository(.sample(name: "web"))
        var target = base
        target.commit()
        target.breakFile(in: "web")
        let report = try OfflinePlan.report(from: base.state, to: target.state)
        #expect(reasons(report) == ["web": "invalid_definition"])
        #expect(report.changes == 0)
        #expect(report.problems.map(\.path.text) == ["web/service.json"])
    }

    @Test("knows the owner of a name from the base")
    func rivals() throws {
        let base = Repository(.sample(name: "web"))
        var target = base
        target.commit()
        target.put(.sample(name: "web"), in: "copy")
        let report = try OfflinePlan.report(from: base.state, to: target.state)
        #expect(reasons(report) == ["web": "synced"])
        #expect(report.problems.map(\.severity) == [.error, .warning])
        #expect(try OfflinePlan.report(from: nil, to: target.state).items.isEmpty)
    }

    @Test("finds cycles, and lets a dependency of another source pass")
    func dependencies() throws {
        let repository = Repository(
            .sample(name: "a", dependsOn: ["b"]),
            .sample(name: "b", dependsOn: ["a"]),
            .sample(name: "c", dependsOn: ["elsewhere"])
        )
        let report = try OfflinePlan.report(from: nil, to: repository.state)
        #expect(reasons(report) == ["a": "dependency_cycle", "b": "dependency_cycle", "c": "not_deployed"])
        #expect(report.problems.map(\.kind) == [.dependencyCycle, .dependencyCycle])
    }

    @Test("deploys nothing that is suspended, and counts it by what the base has of it")
    func suspended() throws {
        let base = Repository(.sample(name: "db"))
        var target = base
        target.commit()
        target.put(.sample(name: "db", suspend: true), digest: 2)
        target.put(.sample(name: "web", dependsOn: ["db"]))
        #expect(
            try reasons(OfflinePlan.report(from: base.state, to: target.state))
                == ["db": "suspended", "web": "not_deployed"]
        )
        #expect(
            try reasons(OfflinePlan.report(from: nil, to: target.state)) == ["db": "suspended", "web": "dependency"]
        )
    }
}
