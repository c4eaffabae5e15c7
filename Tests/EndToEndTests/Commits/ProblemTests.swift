import Domain
import Testing

@Suite("A broken definition")
struct ProblemTests {
    @Test("is reported with its place, keeps what is deployed, and touches no other service")
    func broken() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.sync()
            let broken: ConfigRepository.Change = .file("web/service.json", "{\n  \"name\": \"web\",\n  oops\n}\n")
            try await scene.repository.push([broken] + scene.trace.samples.script("other", version: "2"))
            try await scene.daemon.sync("other")

            #expect(scene.trace.lines.sorted() == ["other 1", "other 2", "web 1"])
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["sync_status"]?.string == "unknown")
            #expect(service["health"]?.string == "healthy")
            let problem = try #require(service["problems"]?.array?.first)
            #expect(problem["path"]?.string == "web/service.json")
            #expect(problem["line"]?.integer == 3)
            #expect(problem["column"]?.integer == 3)

            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            try await scene.daemon.sync()
            #expect(scene.trace.lines.last == "web 2")
        }
    }

    @Test("is refused for an unknown key, with the nearest known one")
    func unknownKey() async throws {
        try await withDaemon(on: { $0.samples.script("web", ["descripton": .string("typo")]) }) { scene in
            try await scene.daemon.sync()
            #expect(scene.trace.lines.isEmpty)
            let result = try await scene.daemon.run("status")
            #expect(result.output.contains("web"))
            let problems = try await scene.daemon.run("status", "-o", "json").json()
            #expect(problems.text().contains("descripton"))
            #expect(problems.text().contains("description"))
        }
    }
}
