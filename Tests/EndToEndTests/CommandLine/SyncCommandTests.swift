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

    @Test("fails for a commit that leaves a service without its dependency, and so does wait; status and plan show why")
    func stranded() async throws {
        try await withDaemon(on: { trace in
            trace.samples.script("db") + trace.samples.script("web", ["depends_on": .array([.string("db")])])
        }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            let tip = try await scene.repository.push(.remove("db"))
            let synced = try await scene.daemon.sync()
            #expect(synced.exit == 1)
            let problem = "depends on 'db', which no source defines"
            #expect(synced.output.contains("web/service.json:") && synced.output.contains(problem))
            let waited = try await scene.daemon.run("wait", "--revision", tip)
            #expect(waited.exit == 1)
            #expect(waited.output.contains(problem))
            #expect(try await scene.daemon.run("status").output.contains(problem))
            #expect(try await scene.daemon.run("plan").output.contains(problem))

            let back = try await scene.repository.revertLast()
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(try await scene.daemon.run("wait", "--revision", back).exit == 0)
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
