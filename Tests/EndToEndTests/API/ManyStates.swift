import Domain

/// A daemon whose sources, services and deployments are in as many states as can be had at once.
enum ManyStates {
    /// Deploy scripts that wait for this file keep running.
    private static let sleeping = "while [ ! -e \"$TRACE.go\" ]; do sleep 0.2; done"

    static func withDaemon(_ body: (Scene) async throws -> Void) async throws {
        try await withFolder { folder in
            let trace = Trace(folder: folder)
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(first(trace.samples))
            let sources: JSONValue = .array([
                .members(["name": .string("config"), "url": .string(repository.bare), "interval": .string("0s")]),
                .members(["name": .string("down"), "url": .string("\(folder)/nowhere.git"), "interval": .string("1h")]),
            ])
            var options = DaemonUnderTest.Options(arguments: ["--sources", sources.text(), "--limits-max-removed", "1"])
            options.interval = nil
            let scene = Scene(
                folder: folder,
                repository: repository,
                daemon: try await DaemonUnderTest(in: folder, options)
            )
            try await bringAbout(scene)
            try await body(scene)
        }
    }

    /// Lets the runs end that go on, and waits for those that have waited for them.
    static func endRuns(of scene: Scene) async throws {
        try TextFile.write("", to: "\(scene.trace.path).go")
        try await scene.daemon.waitFor("slow-6", "succeeded")
    }

    private static func first(_ samples: Samples) -> [ConfigRepository.Change] {
        let report = #"echo '{"name": "prepare", "state": "success", "message": "done"}'; echo plain words"#
        let plain: JSONValue = .members([
            "name": .string("plain"), "description": .string("Has secrets."), "deploy_script": .string("deploy"),
            "env": .members(["API_TOKEN": .string("hidden-value"), "PORT": .string("8080")]),
        ])
        let once: JSONValue = .members(["limit": .integer(0)])
        let later: JSONValue = .members(["backoff": .string("1h"), "max_backoff": .string("1h")])
        return samples.script("web", body: report) + samples.playbook("play")
            + [
                .file("plain/service.json", plain.text()), .script("plain/deploy", "echo deployed"),
            ]
            + samples.script("stalled", body: "exit 3", ["retry": once])
            + samples.script("retrying", body: "exit 3", ["retry": later])
            + samples.script("paused", ["suspend": .bool(true)])
            + samples.script("held-up", ["depends_on": .array([.string("slow-1")])])
            + samples.script("lost", ["depends_on": .array([.string("nowhere")])])
            + samples.script("gone") + samples.script("fragile") + samples.script("slow-1", body: sleeping)
    }

    /// From the first commit to a source that is held.
    private static func bringAbout(_ scene: Scene) async throws {
        let (daemon, samples) = (scene.daemon, scene.trace.samples)
        for name in ["web", "play", "plain", "gone", "fragile"] { try await daemon.waitFor(name, "succeeded") }
        for name in ["stalled", "retrying"] { try await daemon.waitFor(name, "failed") }
        _ = try await daemon.run("suspend", "fragile", "--reason", "a look at it")
        try await scene.repository.push(
            [.file("fragile/service.json", "{"), .file("new/service.json", "{\n"), .remove("gone")]
                + samples.script("web", in: "web-2") + (2...6).flatMap { samples.script("slow-\($0)", body: sleeping) }
        )
        _ = try await daemon.run("sync")
        try await daemon.waitFor("slow-2", "running")
        let running = try await daemon.deployments(of: "slow-1").first?["id"]?.integer ?? 0
        _ = try await daemon.run("cancel", "\(running)")
        try await daemon.waitFor("slow-1", "cancelled")
        try await daemon.waitFor("slow-5", "running")
        try await giveAccess(daemon, in: scene.folder)
        try await scene.repository.push([.remove("paused"), .remove("lost")])
        _ = try await daemon.run("sync")
    }

    /// A user called anna, whose password is `correct horse`, and tokens that come and go.
    private static func giveAccess(_ daemon: DaemonUnderTest, in folder: String) async throws {
        try TextFile.write("correct horse\n", to: "\(folder)/password")
        let commands = [
            ["user", "add", "anna", "--password-file", "\(folder)/password"],
            ["token", "create", "--type", "user", "--name", "anna"], ["token", "create", "--type", "config"],
            ["token", "revoke", "1"], ["token", "rotate-key"],
        ]
        for command in commands {
            let result = try await daemon.run(command)
            guard result.exit == 0 else { throw CommandFailed(result: result, remark: "a command failed") }
        }
    }
}
