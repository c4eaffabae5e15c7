import Testing

@Suite("The events plugin, over a run that fails")
struct PluginFailureTests {
    @Test("tells unreachable hosts, ignored or not", arguments: AnsibleProgram.installed)
    func unreachable(ansible: AnsibleProgram) async throws {
        let run = try await PlaybookRuns.shared.of("failing.yml", with: ansible)
        let ignored = run.results("ask, and go on without an answer")
        let final = run.results("ask")

        #expect(ignored.map(\.status) == ["ok", "unreachable"])
        #expect(ignored.map(\.ignoredUnreachable) == [nil, true])
        #expect(final.map(\.status) == ["ok", "unreachable"])
        #expect(final.map(\.ignoredUnreachable) == [nil, nil])
        #expect(final.last?.message?.hasPrefix("Failed to create temporary directory") == true)
    }

    @Test("tells the end of the output of what failed, and who stopped with it", arguments: AnsibleProgram.installed)
    func failed(ansible: AnsibleProgram) async throws {
        let run = try await PlaybookRuns.shared.of("failing.yml", with: ansible)
        let result = try #require(run.results("fail on one").first)
        let message = try #require(result.message)

        #expect(run.status != 0)
        #expect(result.status == "failed")
        #expect(result.rescued == nil)
        #expect(message.hasPrefix("exit status 7\nstdout: \u{2026}\nline "))
        #expect(message.hasSuffix("\nline 2000"))
        #expect(message.count < 1_000)
        #expect(run.results("never reached").isEmpty)
        #expect(run.statistics["gone"]?.unreachable == 1)
        #expect(run.statistics["alpha"]?.failures == 1)
    }
}
