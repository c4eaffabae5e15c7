import Domain
import Testing

@Suite("The commands that look")
struct ReadingCommandTests {
    @Test("show services, deployments, steps and output, for people and for programs")
    func everything() async throws {
        let body = #"""
            echo '{"name": "prepare", "state": "running"}'
            echo plain words
            echo '{"name": "prepare", "state": "success", "message": "done"}'
            """#
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            try await scene.daemon.sync()

            let status = try await scene.daemon.run("status")
            #expect(status.exit == 0)
            #expect(status.output.contains("web"))
            #expect(status.output.contains("synced"))

            let history = try await scene.daemon.run("history", "web")
            #expect(history.exit == 0)
            #expect(history.output.contains("succeeded"))

            let id = try #require(try await scene.daemon.deployments(of: "web").first?["id"]?.integer)
            let show = try await scene.daemon.run("show", "\(id)")
            #expect(show.output.contains("prepare"))
            #expect(show.output.contains("done"))
            let steps = try await scene.daemon.deployment(id)["steps"]?.array ?? []
            #expect(steps.map { $0["state"]?.string } == ["success"])

            let log = try await scene.daemon.run("logs", "\(id)")
            #expect(log.output.contains("plain words\n"))
        }
    }

    @Test("follow the output of a run until it ends")
    func follow() async throws {
        let body = "echo first; while [ ! -e \"$TRACE.go\" ]; do sleep 0.05; done; echo last"
        try await withDaemon(on: { $0.samples.script("web", body: body) }) { scene in
            let last = try await scene.daemon.waitFor("web", "running")
            let id = try #require(last["id"]?.integer)
            let daemon = scene.daemon
            async let followed = daemon.run("logs", "\(id)", "-f")
            try TextFile.write("", to: "\(scene.trace.path).go")
            let result = try await followed
            #expect(result.exit == 0)
            #expect(result.output.hasSuffix("first\nlast\n"))
        }
    }

    @Test("fail with 1 for what is not there")
    func missing() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            for arguments in [["status", "nobody"], ["history", "nobody"], ["show", "999"], ["logs", "999"]] {
                let result = try await scene.daemon.run(arguments)
                #expect(result.exit == 1, "\(result)")
                #expect(result.output.isEmpty)
                #expect(!result.errors.isEmpty)
            }
        }
    }

    @Test(
        "fail with 4 and a helpful message when no daemon answers",
        arguments: [["status"], ["sync"], ["history"], ["show", "1"], ["logs", "1"]]
    )
    func noDaemon(arguments: [String]) async throws {
        let workspace = try Workspace()
        let result = try await Subprocess.run(Program.path, arguments + ["--state-dir", "\(workspace.path)/state"])
        #expect(result.exit == 4)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("reconciler run"))
    }

    @Test("fail with 2 for a wrong option", arguments: [["status", "--nonsense"], ["nonsense"], ["show"]])
    func usage(arguments: [String]) async throws {
        let result = try await Subprocess.run(Program.path, arguments)
        #expect(result.exit == 2)
        #expect(result.errors.contains("--help"))
    }

    @Test(
        "have help",
        arguments: ["run", "validate", "plan", "sync", "status", "history", "show", "logs"]
    )
    func help(command: String) async throws {
        let result = try await Subprocess.run(Program.path, [command, "--help"])
        #expect(result.exit == 0)
        #expect(result.output.contains("reconciler \(command)"))
        #expect(result.errors.isEmpty)
    }
}
