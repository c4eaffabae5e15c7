import Domain
import GitSource
import TestSupport
import Testing

@Suite("A source's history", .endsWhenItHangs)
struct AncestryTests {
    let bench: SourceBench
    var shop: GitWorkshop { bench.workshop }

    init() throws { bench = try SourceBench() }

    private func revision(_ hex: String) throws -> Revision { try #require(Revision(hex)) }

    @Test("tells which revisions descend from another one, and nothing of one that it never saw")
    func descendants() async throws {
        let first = try revision(try shop.push())
        let second = try revision(try shop.push())
        let source = try bench.source()
        #expect(try await source.descendants(of: first, among: [first]) == nil)
        _ = try await source.poll(accepted: nil)
        let unknown = try revision(String(repeating: "0", count: 40))
        let all = [first, second, unknown]
        #expect(try await source.descendants(of: first, among: all) == [first, second])
        #expect(try await source.descendants(of: second, among: all) == [second])
        #expect(try await source.descendants(of: unknown, among: all) == nil)
    }

    @Test("is looked through no longer than the budget allows")
    func time() async throws {
        let first = try revision(try shop.push())
        let second = try revision(try shop.push())
        _ = try await bench.source().poll(accepted: nil)
        var budget = ReadingBudget()
        budget.time = -1
        let source = try bench.source(budget: budget)
        let message = await failure { _ = try await source.descendants(of: first, among: [second]) }
        #expect(message.contains("\"budget.time\""), "\(message)")
    }

    @Test("tells when a revision was committed, and nothing of one that it never saw")
    func committed() async throws {
        let revision = try revision(try shop.push())
        let source = try bench.source()
        #expect(try await source.committed(revision) == nil)
        _ = try await source.poll(accepted: nil)
        let seconds = try #require(Int64(try shop.git("show", "--no-patch", "--format=%ct", revision.hex)))
        #expect(try await source.committed(revision)?.millisecondsSince1970 == seconds * 1_000)
        #expect(try await source.committed(self.revision(String(repeating: "0", count: 40))) == nil)
    }

    @Test("still knows what was accepted before it was rewritten")
    func rewritten() async throws {
        let first = try revision(try shop.push())
        let gone = try revision(try shop.push())
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        try shop.git("reset", "-q", "--hard", first.hex)
        let tip = try revision(try shop.push())
        _ = try await source.poll(accepted: gone)
        #expect(try await source.descendants(of: gone, among: [tip, gone, first]) == [gone])
        #expect(try await source.descendants(of: first, among: [tip, gone]) == [tip, gone])
    }
}
