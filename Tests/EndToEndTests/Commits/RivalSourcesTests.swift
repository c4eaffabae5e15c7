import Domain
import Testing

@Suite("Two sources that define the same name")
struct RivalSourcesTests {
    private struct Rivals {
        let first: ConfigRepository
        let second: ConfigRepository
        let trace: Trace
        let daemon: DaemonUnderTest
    }

    private func withRivals(_ body: (Rivals) async throws -> Void) async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let first = try await ConfigRepository(in: folder, name: "first")
            let second = try await ConfigRepository(in: folder, name: "second")
            try await first.push(trace.samples.script("web") + trace.samples.script("one"))
            try await second.push(trace.samples.script("web") + trace.samples.script("two"))
            let sources: JSONValue = .array(
                [first, second].map { repository in
                    .members([
                        "name": .string(String(repository.clone.split(separator: "/").last ?? "")),
                        "url": .string(repository.bare),
                    ])
                }
            )
            let options = DaemonUnderTest.Options(arguments: ["--sources", sources.text(), "--interval", "0s"])
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await body(Rivals(first: first, second: second, trace: trace, daemon: daemon))
        }
    }

    private func problems(_ daemon: DaemonUnderTest) async throws -> [String] {
        let status = try await daemon.run("status", "-o", "json").json()
        return (status["sources"]?.array ?? []).flatMap { source in
            (source["problems"]?.array ?? []).compactMap { $0["message"]?.string }
        }
    }

    @Test("before anybody has it: neither is deployed, also by a later start, until one gives way")
    func contested() async throws {
        try await withRivals { scene in
            try await scene.daemon.waitFor("one", "succeeded")
            try await scene.daemon.waitFor("two", "succeeded")
            let problems = try await problems(scene.daemon)
            #expect(problems.count == 2)
            #expect(problems.contains { $0.contains("also claimed in the source 'second'") })
            #expect(problems.contains { $0.contains("also claimed in the source 'first'") })
            #expect(try await scene.daemon.deployments(of: "web").isEmpty)

            try await scene.daemon.end()
            try await scene.first.push(scene.trace.samples.script("web", version: "2"))
            let next = try await DaemonUnderTest(in: scene.daemon.folder, scene.daemon.options)
            try await next.sync()
            #expect(try await next.deployments(of: "web").isEmpty)
            #expect(try await self.problems(next).count == 2)

            try await scene.first.push([.remove("web")])
            // The first one lets go of the name; then the second one is read once more.
            try await next.sync()
            try await next.sync()
            let deployed = try await next.waitFor("web", "succeeded")
            #expect(try await deployed["revision"]?.string == scene.second.git("rev-parse", "HEAD"))
            #expect(try await self.problems(next).isEmpty)
            try await next.end()
        }
    }
}
