import Domain
import Testing

@testable import CLI

@Suite("The program")
struct ProgramTests {
    @Test("shows help and version on its output")
    func help() async {
        let console = RecordingConsole()
        #expect(await Program.run(["--help"], .sample(console)) == .done)
        #expect(await Program.run(["status", "-h"], .sample(console)) == .done)
        #expect(await Program.run(["--version"], .sample(console)) == .done)
        #expect(console.output.contains("Usage: reconciler status"))
        #expect(console.output.hasSuffix("reconciler \(Version.text)\n"))
        #expect(console.messages.isEmpty)
    }

    @Test(
        "ends with 2 and a message for what it does not understand",
        arguments: [["nonsense"], ["status", "-x"], ["token"]]
    )
    func usage(arguments: [String]) async {
        let console = RecordingConsole()
        #expect(await Program.run(arguments, .sample(console)) == .usage)
        #expect(console.output.isEmpty)
        #expect(console.messages.count == 1)
    }

    @Test(
        "ends with 4 and says what to do when no daemon answers",
        arguments: [["status"], ["sync", "--wait"], ["history"], ["show", "1"], ["logs", "1"]]
    )
    func noDaemon(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let console = RecordingConsole()
        #expect(await Program.run(arguments + ["--state-dir", folder.path], .sample(console)) == .noDaemon)
        #expect(console.output.isEmpty)
        let message = console.messages.joined()
        #expect(message.contains("\(folder.path)/control.sock"))
        #expect(message.contains("reconciler run"))
    }

    @Test("reports every problem of a configuration, and starts nothing")
    func configuration() async {
        let console = RecordingConsole()
        let line = ["run", "--concurrency", "none", "--log-level", "loud"]
        #expect(await Program.run(line, .sample(console, environment: ["HOME": "/nowhere"])) == .failed)
        #expect(console.messages.count == 3)
    }
}

@Suite("The control socket's place")
struct ControlSocketPlaceTests {
    @Test(
        "is said on the line, in the environment, or is the default",
        arguments: [
            (["control-socket": "s", "state-dir": "/x"], [:], "/w/s"),
            (["state-dir": "/x"], [:], "/x/control.sock"),
            ([:], ["RECONCILER_STATE_DIR": "/e", "RECONCILER_CONTROL_SOCKET": "/e.sock"], "/e.sock"),
            ([:], ["RECONCILER_STATE_DIR": "e"], "/w/e/control.sock"),
            ([:], ["HOME": "/h"], "/h/.local/state/reconciler/control.sock"),
        ] as [([String: String], [String: String], String)]
    )
    func places(values: [String: String], environment: [String: String], path: String) throws {
        let context = CommandContext.sample(RecordingConsole(), environment: environment, workingDirectory: "/w")
        #expect(try ControlSocketPlace(context).path(Invocation(command: "status", values: values)) == path)
    }

    @Test("cannot be guessed without a home")
    func nowhere() {
        #expect(throws: CommandFailure.self) {
            try ControlSocketPlace(.sample(RecordingConsole())).path(Invocation(command: "status"))
        }
    }
}
