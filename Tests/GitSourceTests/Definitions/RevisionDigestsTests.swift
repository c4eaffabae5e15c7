import Domain
import GitSource
import TestSupport
import Testing

@Suite("Digests of an older scheme", .endsWhenItHangs)
struct RevisionDigestsTests {
    let bench: SourceBench
    var shop: GitWorkshop { bench.workshop }

    init() throws { bench = try SourceBench() }

    private func desired(_ state: DesiredState, _ folder: String, scheme: Int = 1) throws -> DesiredService {
        let path = try #require(RepositoryPath(folder))
        let desired = try #require(state.definitions.valid(in: path), "\(state.problems)")
        return DesiredService(
            folder: path,
            definition: desired.definition,
            digest: .sample(scheme: scheme),
            positions: desired.positions
        )
    }

    @Test("are computed by both schemes, at the revision that is named")
    func both() async throws {
        try shop.service("web")
        try shop.link("web/link", to: "../shared")
        try shop.write("shared", "one")
        try shop.push()
        let source = try bench.source()
        let first = try #require(try await source.poll(accepted: nil).state)
        let web = try desired(first, "web")
        let then = try #require(try await source.renewals(of: [web], at: first.revision)?.first)
        #expect(then.now == first.digest("web"))
        #expect(then.service == web.definition.name)
        #expect([then.before.scheme, then.now.scheme] == [1, Digest.currentScheme])

        try shop.write("shared", "two")
        try shop.push()
        let second = try #require(try await source.poll(accepted: first.revision).state)
        let now = try #require(try await source.renewals(of: [web], at: second.revision)?.first)
        #expect(now.now == second.digest("web"))
        #expect(now.now != then.now)
        // The link's target was not covered then.
        #expect(now.before == then.before)
        #expect(try await bench.source().renewals(of: [web], at: first.revision) == [then])
    }

    @Test("are left out where they cannot be computed")
    func leftOut() async throws {
        try shop.service("web")
        try shop.service("gone")
        try shop.service("new")
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        let services = try [
            desired(state, "web"), desired(state, "gone"), desired(state, "new", scheme: Digest.currentScheme + 1),
        ]
        try shop.remove("gone")
        try shop.push()
        let tip = try #require(try await source.poll(accepted: state.revision).state).revision
        #expect(try await source.renewals(of: services, at: tip)?.map(\.service) == [.sample("web")])
        #expect(try await source.renewals(of: services, at: .sample()) == nil)
        #expect(try await SourceBench().source().renewals(of: services, at: tip) == nil)
    }
}
