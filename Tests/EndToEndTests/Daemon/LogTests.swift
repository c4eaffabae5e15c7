import Domain
import Testing

@Suite("The log of the built program")
struct LogTests {
    private static let body = "[ \"$RECONCILER_VERSION\" != 2 ]"
    private static let once: KeyValuePairs<String, JSONValue> = ["retry": .members(["limit": .integer(0)])]

    @Test("tells as JSON what has failed and what people did, with values of their types and no secret")
    func json() async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.body, Self.once) }) { options in
            options.arguments += ["--log-format", "json"]
        } _: { scene in
            try await scene.daemon.sync()
            try await scene.repository.push(scene.trace.samples.script("web", version: "2", body: Self.body, Self.once))
            try await scene.daemon.sync()
            try await scene.repository.push(.file("db/service.json", "{"))
            try await scene.daemon.sync()
            try await scene.daemon.succeed("suspend", "web", "--reason", "it is late")
            try await scene.daemon.succeed("resume", "web")
            try TextFile.write("correct horse\n", to: "\(scene.folder)/password")
            try await scene.daemon.succeed("user", "add", "alice", "--password-file", "\(scene.folder)/password")
            let token = try await scene.daemon.succeed("token", "create", "--type", "config").output

            let lines = try Self.lines(of: scene)
            let failed = try #require(lines.first { $0["message"]?.string == "deployment failed" })
            #expect(failed["level"]?.string == "warning")
            #expect(failed["service"]?.string == "web")
            #expect(failed["deployment"]?.integer == 2)
            #expect(failed["attempt"]?.integer == 1)
            #expect(failed["reason"]?.string?.isEmpty == false)
            let stalled = try #require(lines.first { $0["message"]?.string == "service stalled" })
            #expect(stalled["level"]?.string == "error")
            #expect(stalled["service"]?.string == "web")
            let broken = try #require(lines.first { $0["message"]?.string == "a definition has a problem" })
            #expect(broken["path"]?.string == "db/service.json")
            #expect(broken["line"]?.integer == 1)
            let suspended = try #require(lines.first { $0["message"]?.string == "service suspended" })
            #expect(suspended["reason"]?.string == "it is late")
            #expect(suspended["uid"]?.integer != nil)
            #expect(suspended["changed"]?.bool == true)
            for deed in ["sync requested", "service resumed", "user added", "token created"] {
                #expect(lines.contains { $0["message"]?.string == deed })
            }
            #expect(!scene.daemon.log.contains("correct horse"))
            #expect(!scene.daemon.log.contains(token.trimmed))
        }
    }

    private static func lines(of scene: Scene) throws -> [JSONValue] {
        try scene.daemon.log.split(separator: "\n").map { try JSONParser.parse(String($0), limits: .own).value }
    }
}

extension String {
    fileprivate var trimmed: Substring { drop { $0.isWhitespace }.prefix { !$0.isWhitespace } }
}
