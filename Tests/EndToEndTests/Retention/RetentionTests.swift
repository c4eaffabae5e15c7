import Domain
import Foundation
import Glibc
import Platform
import Testing

@Suite("What a daemon keeps of the past")
struct RetentionTests {
    /// A service whose runs print a thousand bytes.
    private static func chatty(_ trace: Trace, _ version: Int) -> [ConfigRepository.Change] {
        trace.samples.script("web", version: "\(version)", body: "printf '%01000d' 0")
    }

    private func ids(_ daemon: DaemonUnderTest) async throws -> [Int64] {
        try await daemon.deployments(of: "web").compactMap { $0["id"]?.integer }.reversed()
    }

    private func logs(_ scene: Scene) -> [String] {
        ((try? Folder.names(in: "\(scene.daemon.stateDir)/logs")) ?? []).sorted()
    }

    @Test("is as much as the configuration says, which may change while it runs")
    func limits() async throws {
        try await withDaemon(
            on: { Self.chatty($0, 1) },
            configure: { options in
                let url = options.arguments[1]
                let file = url.replacing("config.git", with: "config.json")
                try? TextFile.write(Self.configuration(url, #"{"deployments": 50}"#), to: file)
                options.arguments = ["--config", file]
            }
        ) { scene in
            for version in 2...5 {
                try await scene.daemon.sync()
                try await scene.repository.push(Self.chatty(scene.trace, version))
            }
            try await scene.daemon.sync()
            #expect(try await ids(scene.daemon) == [1, 2, 3, 4, 5])
            #expect(logs(scene).count == 5)

            let limits = #"{"deployments": 2, "events": 10, "total_log_bytes": 1500, "log_bytes": "10KiB"}"#
            try TextFile.write(Self.configuration(scene.repository.bare, limits), to: "\(scene.folder)/config.json")
            kill(scene.daemon.pid, SIGHUP)
            try await waitUntil("the past is cut") {
                try await ids(scene.daemon) == [4, 5] && logs(scene) == ["5.log"]
            }
            try await expectCut(scene)

            // One run's output is half of what all may take now.
            try await scene.repository.push(Self.chatty(scene.trace, 6))
            try await scene.daemon.sync()
            try await waitUntil("the past is cut again") {
                try await ids(scene.daemon) == [5, 6] && logs(scene) == ["6.log"]
            }
            #expect(try await scene.daemon.run("logs", "6").output.contains("bytes of output were left out"))
            #expect(try await scene.daemon.service("web")?["deployed"]?["deployment_id"] == .integer(6))
        }
    }

    private static func configuration(_ url: String, _ retention: String) -> String {
        #"{"sources": [{"url": "\#(url)", "interval": "0s"}], "retention": \#(retention)}"#
    }

    private func expectCut(_ scene: Scene) async throws {
        let daemon = scene.daemon
        #expect(try await daemon.run("show", "4").exit == 0)
        #expect(try await daemon.run("show", "1").exit == 1)
        let missing = try await daemon.run("logs", "4")
        #expect(missing.exit == 1)
        #expect(missing.errors.contains("its output is not kept any more"))
        let disk = try #require(try await daemon.run("status", "-o", "json").json()["disk"])
        #expect(disk["limits"]?["deployments"] == .integer(2))
        #expect(disk["limits"]?["log_bytes"] == .integer(750))
        #expect(try await daemon.run("status").output.contains("\nDisk: store "))

        try await waitUntil("the events are cut") { try await events(daemon).count == 10 }
        let seqs = try await events(daemon)
        let first = try #require(seqs.first)
        #expect(seqs == Array(first...first + 9))
        #expect(try await ask(daemon, "/api/v1/events?after=\(first - 1)").hasPrefix("200"))
        #expect(try await ask(daemon, "/api/v1/events?after=\(first - 2)").hasPrefix("410"))
    }

    private func events(_ daemon: DaemonUnderTest) async throws -> [Int64] {
        let body = try await ask(daemon, "/api/v1/events?limit=500").dropFirst(4)
        let page = try JSONParser.parse(String(body), limits: .own).value
        return (page["items"]?.array ?? []).compactMap { $0["seq"]?.integer }
    }

    /// The status and the body of an answer of the control socket.
    private func ask(_ daemon: DaemonUnderTest, _ target: String) async throws -> String {
        let script = """
            import http.client, socket, sys
            connection = http.client.HTTPConnection("localhost")
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(sys.argv[1])
            connection.request("GET", sys.argv[2])
            answer = connection.getresponse()
            print(answer.status, answer.read().decode())
            """
        let socket = "\(daemon.stateDir)/control.sock"
        return try await Subprocess.succeed("python3", ["-c", script, socket, target]).output
    }

    @Test("goes by age when so much time has passed, and what is needed stays")
    func age() async throws {
        try await withDaemon(
            on: { $0.samples.script("web") },
            configure: { $0.arguments += ["--retention-age", "2s"] }
        ) { scene in
            for version in ["2", "3"] {
                try await scene.daemon.sync()
                try await scene.repository.push(scene.trace.samples.script("web", version: version))
            }
            try await scene.daemon.sync()
            try await waitUntil("the past is gone") { try await ids(scene.daemon) == [3] }
            try await waitUntil("the events are gone") { try await events(scene.daemon).count == 1 }
            #expect(logs(scene) == ["3.log"])
            #expect(try await scene.daemon.sync().exit == 0)
            #expect(scene.trace.lines == ["web 1", "web 2", "web 3"])
            #expect(try await scene.daemon.run("explain", "web").exit == 0)
        }
    }
}
