import Domain
import Testing

@Suite("A commit that changes what a run sees")
struct ContentTests {
    @Test("deploys a new version of a script, and only that service")
    func version() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.sync()
            let revision = try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            try await scene.daemon.sync()

            #expect(scene.trace.lines.sorted() == ["other 1", "web 1", "web 2"])
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["sync_status"]?.string == "synced")
            #expect(service["health"]?.string == "healthy")
            #expect(service["deployed"]?["version"]?.string == "2")
            #expect(service["deployed"]?["revision"]?.string == revision)
            #expect(service["deployed"]?["dirty"]?.bool == false)
        }
    }

    @Test("deploys a changed script")
    func script() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.deploy("web", "echo changed"))
            try await scene.daemon.sync()
            #expect(scene.trace.lines == ["web 1", "web 1"])
        }
    }

    @Test("deploys a changed playbook, and a changed role beside it")
    func playbook() async throws {
        try await withDaemon(on: { $0.samples.playbook("site") }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(.file("site/site.yml", Samples.play(task: "Say more")))
            try await scene.daemon.sync()
            try await scene.repository.push(.file("site/roles/noted/defaults/main.yml", "answer: 42\n"))
            try await scene.daemon.sync()

            #expect(scene.trace.lines == ["site 1", "site 1", "site 1"])
            let last = try #require(try await scene.daemon.deployments(of: "site").first)
            let shown = try await scene.daemon.deployment(try #require(last["id"]?.integer))
            let names = (shown["steps"]?.array ?? []).compactMap { $0["name"]?.string }
            #expect(names.contains { $0.hasSuffix("Note the run") })
            #expect(names.contains("Say more"))
            #expect((shown["steps"]?.array ?? []).allSatisfy { $0["state"]?.string == "success" })
        }
    }

    @Test("deploys a changed role under watch")
    func watchedRole() async throws {
        let watched: KeyValuePairs<String, JSONValue> = ["watch": .array([.string("../shared/roles")])]
        try await withDaemon(
            on: {
                $0.samples.playbook("site", roles: ["noted", "../shared/roles/banner"], watched)
                    + [.file("shared/roles/banner/tasks/main.yml", Self.banner("first"))]
            }
        ) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(.file("shared/roles/banner/tasks/main.yml", Self.banner("second")))
            try await scene.daemon.sync()

            #expect(scene.trace.lines == ["site 1", "site 1"])
            let last = try #require(try await scene.daemon.deployments(of: "site").first?["id"]?.integer)
            #expect(try await scene.daemon.run("logs", "\(last)").output.contains("banner second"))
        }
    }

    private static func banner(_ word: String) -> String {
        """
        - name: Show the banner
          ansible.builtin.debug:
            msg: banner \(word)

        """
    }

    @Test("deploys when something under watch changed, and its run sees it")
    func watch() async throws {
        let watched: KeyValuePairs<String, JSONValue> = ["watch": .array([.string("../shared")])]
        try await withDaemon(
            on: {
                $0.samples.script("web", body: "cat ../shared/motd", watched) + [.file("shared/motd", "first\n")]
            }
        ) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(.file("shared/motd", "second\n"))
            try await scene.daemon.sync()

            #expect(scene.trace.lines == ["web 1", "web 1"])
            let last = try #require(try await scene.daemon.deployments(of: "web").first?["id"]?.integer)
            let log = try await scene.daemon.run("logs", "\(last)")
            #expect(log.output.contains("second"))
        }
    }

    @Test("deploys a new service, and leaves the others alone")
    func newService() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.script("api"))
            try await scene.daemon.sync()
            #expect(scene.trace.lines == ["web 1", "api 1"])
        }
    }
}
