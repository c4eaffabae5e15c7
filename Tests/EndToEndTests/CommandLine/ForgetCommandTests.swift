import Domain
import Testing

@Suite("reconciler forget")
struct ForgetCommandTests {
    @Test("lets go of the services of a source that left the configuration, which nothing else does")
    func forgets() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            let refused = try await scene.daemon.run("forget", "config")
            #expect(refused.exit == 1)
            #expect(refused.errors.contains("take it out there first"))
            try await scene.daemon.end()

            let other = try await ConfigRepository(in: scene.folder, name: "other")
            try await other.push(scene.trace.samples.script("web", version: "2"))
            let next = try await DaemonUnderTest(in: scene.folder, .init(repository: other.bare))
            #expect(try await next.sync().exit == 1)
            #expect(try await next.service("web")?["sync_status"]?.string == "unknown")
            #expect(scene.trace.lines == ["web 1"])
            let result = try await next.run("forget", "config")
            #expect(result.exit == 0)
            #expect(result.output == "config is forgotten. Gone with it: web\n")
            #expect(try await next.sync().exit == 0)
            #expect(scene.trace.lines == ["web 1", "web 2"])
            #expect(try await next.run("forget", "config").exit == 1)
            #expect(try await next.source("config") == nil)
            try await next.end()
        }
    }
}
