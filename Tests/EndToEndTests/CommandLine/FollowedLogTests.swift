import Domain
import Foundation
import Testing

@Suite("A log that is followed")
struct FollowedLogTests {
    @Test("is printed once to its end, though the daemon restarts meanwhile", arguments: [[], ["--tail", "1"]])
    func restart(tail: [String]) async throws {
        let body = """
            echo one; echo two
            until [ -e "$TRACE.on" ]; do sleep 0.05; done; echo three
            until [ -e "$TRACE.go" ]; do sleep 0.05; done; echo four
            """
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            let all = try await untilPrinted("two\n", by: id, scene.daemon)
            let known = tail.isEmpty ? all : "two\n"
            let (printed, said) = ("\(scene.folder)/printed", "\(scene.folder)/said")
            async let following = Subprocess.run(
                "/bin/sh",
                ["-c", "exec \"$@\" >'\(printed)' 2>'\(said)'", "sh", Program.path, "logs", "\(id)", "--follow"] + tail
                    + ["--state-dir", scene.daemon.stateDir]
            )
            try await waitUntil("it is followed") { TextFile.read(printed) == known }
            try await scene.daemon.end()
            try await waitUntil("it is missed") {
                TextFile.read(said)?.contains("the daemon does not answer; waiting for it to come back\n") ?? false
            }
            try TextFile.write("", to: "\(scene.trace.path).on")
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            try TextFile.write("", to: "\(scene.trace.path).go")
            let followed = try await following
            #expect(followed.exit == 0)
            #expect(TextFile.read(printed) == known + "three\nfour\n")
            try await next.end()
        }
    }

    /// What the run has printed, once that ends like this.
    private func untilPrinted(_ end: String, by id: Int64, _ daemon: DaemonUnderTest) async throws -> String {
        var text = ""
        try await waitUntil("the run prints") {
            text = try await daemon.run("logs", "\(id)").output
            return text.hasSuffix(end)
        }
        return text
    }
}
