import Domain
import Testing

@Suite("reconciler suspend and resume")
struct SuspendCommandTests {
    @Test("keep a service as it is, over a restart, until it is resumed")
    func life() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            #expect(try await scene.daemon.run("suspend", "web", "--reason", "incident 12").exit == 0)
            let again = try await scene.daemon.run("suspend", "web")
            #expect(again.exit == 0 && again.output == "web is suspended already.\n")
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            #expect(try await scene.daemon.sync().exit == 1)
            try await scene.daemon.end()

            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await next.sync("web", "--force").exit == 1)
            let service = try #require(try await next.service("web"))
            #expect(service["suspended"]?.bool == true)
            #expect(service["suspension"]?["reason"]?.string == "incident 12")
            #expect(service["health"]?.string == "suspended")
            #expect(service["decision"]?["message"]?.string?.contains("incident 12") == true)
            #expect(scene.trace.lines == ["web 1"])

            #expect(try await next.run("resume", "web").exit == 0)
            try await next.waitFor("web", "succeeded", count: 2)
            #expect(scene.trace.lines == ["web 1", "web 2"])
            try await next.end()
        }
    }
}
