import Domain
import GitSource
import TestSupport
import Testing

@Suite("What a run missed", .endsWhenItHangs)
struct MissingSearchTests {
    let bench: SourceBench
    var shop: GitWorkshop { bench.workshop }

    init() throws {
        bench = try SourceBench()
        try shop.write(
            "config/services/web/service.json",
            #"{"name": "web", "ansible_playbook": "../../plays/site.yml", "watch": ["../../covered"]}"#
        )
        try shop.write("config/plays/site.yml", "- hosts: all\n")
        try shop.write("config/covered", "")
        try shop.write("config/shared/motd", "")
        try shop.write("config/deep/roles/common/tasks/main.yml", "")
        try shop.write("outside", "")
        try shop.push()
    }

    private func uncovered(
        _ missing: [MissingContent],
        budget: ReadingBudget = ReadingBudget()
    ) async throws -> [UncoveredContent] {
        let source = try bench.source(path: .sample("config"), budget: budget)
        let state = try #require(try await source.poll(accepted: nil).state)
        let desired = try #require(state.definitions.valid(in: .sample("config/services/web")), "\(state.problems)")
        let order = Deployment.Order(
            service: Identifier(1),
            serviceName: desired.definition.name,
            source: state.source,
            folder: desired.folder,
            origin: .git,
            user: nil,
            reason: "test",
            revision: state.revision,
            version: "1",
            digest: desired.digest,
            definition: desired.definition,
            attempt: 1
        )
        // What it was made of, whatever came later.
        try shop.remove("config/shared/motd")
        try shop.push()
        _ = try await source.poll(accepted: state.revision)
        return try await source.uncovered(missing, by: order)
    }

    @Test("is found where it was looked for, if the source has it there and it is not covered")
    func files() async throws {
        let found = try await uncovered([
            .exported(.sample("config/covered")), .exported(.sample("config/nothing")), .exported(.sample("outside")),
            .exported(.sample("config/shared/motd")), .relative("../../shared/motd"), .relative("../shared"),
            .relative("../../../../.."), .relative("/"), .relative("services/web/x"),
        ])
        #expect(found.map(\.place.text) == ["config/shared/motd", "config/shared"])
        #expect(found.map(\.isWhereLooked) == [true, true])
    }

    @Test("is a role somewhere else, if it is nowhere where it was looked for")
    func roles() async throws {
        let elsewhere = try await uncovered([.exported(.sample("config/plays/roles/common")), .role("common")])
        #expect(elsewhere == [UncoveredContent(place: .sample("config/deep/roles/common"), isWhereLooked: false)])
    }

    @Test("is no role that is nowhere, nor one by its path")
    func noRole() async throws {
        #expect(try await uncovered([.role("other"), .role("../common")]).isEmpty)
    }

    @Test("is not looked for in what is too large")
    func budget() async throws {
        var budget = ReadingBudget()
        budget.entries = 9
        let text = await failure { _ = try await uncovered([.role("common")], budget: budget) }
        #expect(text.contains("files and folders to look at"))
    }
}
