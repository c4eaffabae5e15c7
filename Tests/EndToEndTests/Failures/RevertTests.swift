import Domain
import Testing

@Suite("A deployment that failed")
struct RevertTests {
    @Test("is mended by the commit that fixes it")
    func fix() async throws {
        try await withDaemon(on: { $0.samples.script("web", Self.once) }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.script("web", version: "2", body: "exit 3", Self.once))
            #expect(try await scene.daemon.sync().exit == 1)
            let failed = try #require(try await scene.daemon.deployments(of: "web").first)
            #expect(failed["state"]?.string == "failed")
            #expect(failed["exit_code"]?.integer == 3)
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["health"]?.string == "degraded")
            #expect(service["deployed"]?["version"]?.string == "1")
            #expect(service["deployed"]?["dirty"]?.bool == true)

            try await scene.repository.push(scene.trace.samples.script("web", version: "3", Self.once))
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(try await scene.daemon.states(of: "web") == ["succeeded", "failed", "succeeded"])
        }
    }

    @Test("is mended by its revert: going back is a deployment")
    func revert() async throws {
        try await withDaemon(on: { $0.samples.script("web", Self.once) }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.script("web", version: "2", body: "exit 1", Self.once))
            try await scene.daemon.sync()
            try await scene.repository.revertLast()
            #expect(try await scene.daemon.sync().exit == 0)

            #expect(scene.trace.lines == ["web 1", "web 2", "web 1"])
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["deployed"]?["version"]?.string == "1")
            #expect(service["deployed"]?["dirty"]?.bool == false)
            #expect(service["sync_status"]?.string == "synced")
        }
    }

    @Test("counts as failed when a step's last state is failure, whatever the exit status")
    func failedStep() async throws {
        let body = #"echo '{"name": "migrate", "state": "failure", "message": "table is locked"}'"#
        try await withDaemon(on: { $0.samples.script("web", body: body, Self.once) }) { scene in
            try await scene.daemon.sync()
            let failed = try #require(try await scene.daemon.deployments(of: "web").first)
            #expect(failed["state"]?.string == "failed")
            #expect(failed["exit_code"]?.integer == 0)
            let shown = try await scene.daemon.deployment(try #require(failed["id"]?.integer))
            let step = try #require(shown["steps"]?.array?.first { $0["name"]?.string == "migrate" })
            #expect(step["state"]?.string == "failure")
            #expect(step["message"]?.string == "table is locked")
        }
    }

    /// No second try.
    static let once: KeyValuePairs<String, JSONValue> = ["retry": .members(["limit": .integer(0)])]
}
