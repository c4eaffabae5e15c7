import Domain
import Testing

@Suite("reconciler sync")
struct SyncCommandTests {
    @Test("deploys a service without drift when forced, and never without a name")
    func force() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.sync()
            #expect(try await scene.daemon.sync("--force").exit == 2)
            #expect(try await scene.daemon.sync("--force", "web").exit == 0)
            #expect(scene.trace.lines.sorted() == ["other 1", "web 1", "web 1"])
            #expect(try await scene.daemon.sync("--force", "--all").exit == 0)
            #expect(scene.trace.lines.count == 5)
        }
    }

    @Test("says that a service is not there")
    func unknown() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            let result = try await scene.daemon.sync("nobody")
            #expect(result.exit == 1)
            #expect(result.errors.contains("nobody"))
        }
    }
}
