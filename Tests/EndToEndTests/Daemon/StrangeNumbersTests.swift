import Domain
import Glibc
import Platform
import TestSupport
import Testing

@Suite("A run that writes numbers into its own files that nobody can count with")
struct StrangeNumbersTests {
    /// Changes the record of what it is to do, or writes one of its end, and hangs; unless it may go on.
    private static func body(endsItself: Bool) -> String {
        let record = #"{"format":1,"outcome":"succeeded","leftovers":[],"finished":-9223372036854775808}"#
        let limits = #"s/"\(timeout\|patience\|drain\|surrender\|log_bytes\)":[0-9]*/"\1":9223372036854775807/g"#
        let change = endsItself ? "echo '\(record)' >\"$folder/exit.json\"" : "sed -i '\(limits)' \"$folder/run.json\""
        return """
            [ -e "$TRACE.go" ] && exit
            folder=$(dirname "$DEPLOY_CONFIG_FILE")
            \(change)
            echo written >>"$TRACE"
            sleep 973
            """
    }

    @Test(
        "ends as interrupted when guardian and supervisor are killed, and no daemon dies of it",
        arguments: [false, true],
        [false, true]
    )
    func lost(endsItself: Bool, withRestart: Bool) async throws {
        try await withDaemon(on: {
            $0.samples.script("web", body: Self.body(endsItself: endsItself), LostRunTests.quick)
        }) { scene in
            try await waitUntil("the script has written") { scene.trace.lines == ["web 1", "written"] }
            #expect(try await scene.daemon.states(of: "web") == ["running"])
            try TextFile.write("", to: "\(scene.trace.path).go")
            if withRestart { try await scene.daemon.end(SIGKILL) }
            for pid in Supervisors.all(of: scene.daemon.stateDir) { kill(pid, SIGKILL) }
            let daemon = try await withRestart ? DaemonUnderTest(in: scene.folder, scene.daemon.options) : scene.daemon
            try await daemon.waitFor("web", "succeeded", count: 2)
            #expect(try await daemon.states(of: "web") == ["interrupted", "succeeded"])
            try await waitUntil("nothing is left") { Leftovers.ofRuns(in: scene.folder).isEmpty }
            if withRestart { try await daemon.end() }
        }
    }
}
