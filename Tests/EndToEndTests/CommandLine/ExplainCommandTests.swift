import Domain
import Testing

@Suite("reconciler explain")
struct ExplainCommandTests {
    @Test("says why a service was deployed, and why another is not yet")
    func explains() async throws {
        try await withDaemon(
            on: { trace in
                trace.samples.script("db", body: "exit 1", ["retry": .members(["limit": .integer(0)])])
                    + trace.samples.script("web", ["depends_on": .array([.string("db")])])
            },
            { scene in
                #expect(try await scene.daemon.sync().exit == 1)
                let first = try await scene.decisions(of: "db")
                #expect(first == ["hold stalled", "wait running", "deploy not_deployed"])
                #expect(try await scene.decisions(of: "web") == ["wait dependency"])
                #expect(try await scene.daemon.run("explain", "web").output.contains("'db' must be deployed"))

                // Polls that find nothing, and another start, decide nothing new.
                try await scene.daemon.sync()
                try await scene.daemon.end()
                let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
                let again = Scene(folder: scene.folder, repository: scene.repository, daemon: next)
                try await next.sync()
                #expect(try await again.decisions(of: "db") == first)
                let revision = try await scene.repository.push(scene.trace.samples.deploy("db"))
                try await next.sync()
                let newest = try #require(
                    try await next.run("explain", "db", "-o", "json").json()["items"]?.array?.first
                )
                #expect(newest["reason"]?.string == "synced")
                #expect(newest["revision"]?.string == revision)
                #expect(try await next.run("explain", "nobody").exit == 1)
                try await next.end()
            }
        )
    }
}

extension Scene {
    /// What was decided for a service, newest first.
    fileprivate func decisions(of service: String) async throws -> [String] {
        let items = try await daemon.run("explain", service, "-o", "json").json()["items"]?.array ?? []
        return items.map { "\($0["decision"]?.string ?? "?") \($0["reason"]?.string ?? "?")" }
    }
}
