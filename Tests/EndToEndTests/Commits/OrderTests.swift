import Domain
import Testing

@Suite("Services that depend on each other")
struct OrderTests {
    @Test("are deployed in order, and a dependency's redeployment redeploys nobody")
    func order() async throws {
        try await withDaemon(
            on: {
                $0.samples.script("a-front", ["depends_on": .array([.string("m-api")])])
                    + $0.samples.script("m-api", ["depends_on": .array([.string("z-database")])])
                    + $0.samples.script("z-database")
            }
        ) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(scene.trace.lines == ["z-database 1", "m-api 1", "a-front 1"])

            try await scene.repository.push(scene.trace.samples.script("z-database", version: "2"))
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(scene.trace.lines == ["z-database 1", "m-api 1", "a-front 1", "z-database 2"])
        }
    }

    @Test("wait for a dependency that failed")
    func failedDependency() async throws {
        try await withDaemon(
            on: {
                $0.samples.script("database", body: "exit 1", RevertTests.once)
                    + $0.samples.script("api", ["depends_on": .array([.string("database")])])
            }
        ) { scene in
            try await scene.daemon.sync()
            #expect(scene.trace.lines == ["database 1"])
            let decision = try await scene.daemon.service("api")?["decision"]
            #expect(decision?["decision"]?.string == "wait")
            #expect(decision?["reason"]?.string == "dependency")

            try await scene.repository.push(scene.trace.samples.script("database", version: "2"))
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(scene.trace.lines == ["database 1", "database 2", "api 1"])
        }
    }
}
