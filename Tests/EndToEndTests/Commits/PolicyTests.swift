import Domain
import Testing

@Suite("A commit that changes nothing that a run sees")
struct PolicyTests {
    @Test("deploys nothing for another description")
    func description() async throws {
        try await expectNothingRuns { samples in
            [samples.definition("web", ["description": .string("The web, described anew")])]
        } then: { daemon in
            let service = try #require(try await daemon.service("web"))
            #expect(service["description"]?.string == "The web, described anew")
            #expect(service["sync_status"]?.string == "synced")
        }
    }

    @Test("deploys nothing for a file that belongs to no service")
    func elsewhere() async throws {
        try await expectNothingRuns { _ in
            [.file("README.md", "Read me.\n")]
        } then: { _ in
        }
    }

    @Test("deploys nothing when a folder is renamed")
    func rename() async throws {
        try await expectNothingRuns { _ in
            [.rename("web", to: "frontend")]
        } then: { daemon in
            let service = try #require(try await daemon.service("web"))
            #expect(service["path"]?.string?.contains("frontend") == true)
            #expect(service["sync_status"]?.string == "synced")
        }
    }

    @Test("reports a suspended service, and deploys it when that is over")
    func suspend() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let samples = scene.trace.samples
            try await scene.repository.push(samples.definition("web", version: "2", ["suspend": .bool(true)]))
            try await scene.daemon.sync()
            #expect(scene.trace.lines == ["web 1"])
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["health"]?.string == "suspended")
            #expect(service["sync_status"]?.string == "out_of_sync")

            try await scene.repository.push(samples.definition("web", version: "2", [:]))
            try await scene.daemon.sync()
            #expect(scene.trace.lines == ["web 1", "web 2"])
        }
    }

    @Test("retires a service that left, and deploys it anew when it comes back")
    func removed() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(.remove("web"))
            try await scene.daemon.sync()
            #expect(try await scene.daemon.service("web") == nil)
            #expect(scene.trace.lines.sorted() == ["other 1", "web 1"])

            try await scene.repository.push(scene.trace.samples.script("web"))
            try await scene.daemon.sync()
            #expect(scene.trace.lines.sorted() == ["other 1", "web 1", "web 1"])
        }
    }

    /// Deploys one service, pushes `changes`, and expects that they are accepted and that nothing runs.
    private func expectNothingRuns(
        _ changes: @Sendable (Samples) -> [ConfigRepository.Change],
        then look: (DaemonUnderTest) async throws -> Void
    ) async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let revision = try await scene.repository.push(changes(scene.trace.samples))
            let result = try await scene.daemon.sync()
            #expect(result.exit == 0)
            #expect(try await scene.daemon.source()?["revision"]?.string == revision)
            #expect(try await scene.daemon.states(of: "web") == ["succeeded"])
            #expect(scene.trace.lines == ["web 1"])
            try await look(scene.daemon)
        }
    }
}
