import Domain
import TestSupport
import Testing

@Suite("A source that fails")
struct BadRemoteTests {
    @Test("that hangs or is down is named in status, and the good source beside it goes on", .behindTheGate)
    func hungAndDown() async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(trace.samples.script("web"))
            let hung = try GitStrangeServer()
            let sources = JSONValue.array([
                Self.source("good", repository.bare, timeout: "30s"),
                Self.source("hung", "http://127.0.0.1:\(hung.port)/config.git", timeout: "500ms"),
                Self.source("hung-git", "git://127.0.0.1:\(hung.port)/config.git", timeout: "500ms"),
                Self.source("down", "http://127.0.0.1:1/config.git", timeout: "500ms"),
                Self.source("gone", "\(folder)/nowhere.git", timeout: "500ms"),
            ])
            var options = DaemonUnderTest.Options(arguments: ["--sources", sources.text()])
            options.interval = "200ms"
            let daemon = try await DaemonUnderTest(in: folder, options)

            try await daemon.waitFor("web", "succeeded")
            for name in ["hung", "hung-git", "down", "gone"] {
                let source = try await eventually("\(name) has failed twice") {
                    let source = try await daemon.source(name)
                    return (source?["consecutive_failures"]?.integer ?? 0) >= 2 ? source : nil
                }
                #expect(source["ready"]?.bool == false)
                #expect(source["message"]?.string?.isEmpty == false)
            }
            try await repository.push(trace.samples.script("web", version: "2"))
            try await daemon.waitFor("web", "succeeded", count: 2)
            #expect(trace.lines == ["web 1", "web 2"])
            #expect(try await daemon.source("good")?["ready"]?.bool == true)
            withExtendedLifetime(hung) {}
        }
    }

    @Test("is followed again when it comes back, and leaves what is deployed alone meanwhile")
    func comesBack() async throws {
        try await withDaemon(on: { $0.samples.script("web") }, configure: { $0.interval = "100ms" }) { scene in
            try await scene.daemon.waitFor("web", "succeeded")
            let (bare, away) = (scene.repository.bare, scene.repository.bare + ".away")
            try await Subprocess.succeed("mv", [bare, away])
            try await waitUntil("the source has failed") {
                try await scene.daemon.source()?["ready"]?.bool == false
            }
            let service = try #require(try await scene.daemon.service("web"))
            #expect(service["sync_status"]?.string == "synced")
            #expect(service["health"]?.string == "healthy")

            try await Subprocess.succeed("mv", [away, bare])
            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            try await scene.daemon.waitFor("web", "succeeded", count: 2)
            #expect(scene.trace.lines == ["web 1", "web 2"])
        }
    }

    private static func source(_ name: String, _ url: String, timeout: String) -> JSONValue {
        .members([
            "name": .string(name), "url": .string(url), "timeout": .string(timeout), "interval": .string("200ms"),
        ])
    }
}
