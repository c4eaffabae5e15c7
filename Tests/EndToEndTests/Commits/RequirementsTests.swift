import Domain
import TestSupport
import Testing

@Suite("The requirements of a service")
struct RequirementsTests {
    private static let roles = ["noted", "demo"]

    private static func role(_ lab: GalaxyLab, version: String) -> ConfigRepository.Change {
        .file(
            "site/requirements.yml",
            "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: \(version)}\n"
        )
    }

    @Test("are installed once, and a changed playbook is deployed with them while the network is away")
    func twice() async throws {
        let lab = try await GalaxyLab()
        try await withDaemon(
            on: { $0.samples.playbook("site", roles: Self.roles) + [Self.role(lab, version: "v1.0.0")] }
        ) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            try lab.stop()
            try await scene.repository.push(
                .file("site/site.yml", Samples.play(roles: Self.roles, task: "Say more"))
            )
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(scene.trace.lines == ["site 1", "site 1"])
            let last = try #require(try await scene.daemon.deployments(of: "site").first?["id"]?.integer)
            let steps = try await scene.daemon.deployment(last)["steps"]?.array ?? []
            #expect(steps.first?["name"]?.string == "requirements" && steps.first?["state"]?.string == "success")
            #expect(steps.first?["message"]?.string?.contains("role demo v1.0.0 = ") == true)
            #expect(steps.contains { $0["name"]?.string?.hasSuffix("Demo") == true })
        }
    }
}
