import Domain
import Foundation
import Glibc
import Platform
import Testing

@Suite("A configuration that is read anew", .behindTheGate)
struct ReloadTests {
    @Test("gives up an export that is being written, and the run is prepared anew as if nothing had been")
    func whileExporting() async throws {
        try await withReloadable(on: { $0.samples.large("web") }) { scene in
            try await scene.untilExporting("web")
            try await scene.reload(2)
            let ended = try await scene.daemon.waitFor("web", "succeeded")
            #expect(ended["id"]?.integer == 1)
            #expect(ended["attempt"]?.integer == 1)
            #expect(try await scene.daemon.states(of: "web") == ["succeeded"])
            #expect(scene.trace.lines == ["web 1"])
        }
    }

    @Test("fails none of many deployments that are at every stage, and doubles none")
    func many() async throws {
        let names = (1...60).map { "s\($0)" }
        try await withReloadable(
            concurrency: 30,
            on: { trace in names.flatMap { trace.samples.script($0) } }
        ) { scene in
            try await waitUntil("the first one runs") { scene.daemon.log.contains("deployment started") }
            for number in 1...3 {
                try await scene.reload(30 + number)
                try await scene.untilRead(number)
            }
            for name in names { try await scene.daemon.waitFor(name, "succeeded") }
            for name in names { #expect(try await scene.daemon.states(of: name) == ["succeeded"]) }
            #expect(scene.trace.lines.sorted() == names.map { "\($0) 1" }.sorted())
        }
    }

    @Test("changes nothing for a run, nor for who follows its log, and leaves nothing of the work before")
    func followed() async throws {
        let body = """
            echo one
            until [ -e "$TRACE.go" ]; do sleep 0.05; done; echo two
            """
        try await withReloadable(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            let printed = "\(scene.folder)/printed"
            async let followed = Subprocess.run(
                "/bin/sh",
                [
                    "-c", "exec \"$@\" >'\(printed)'", "sh", Program.path, "logs", "\(id)", "--follow", "--state-dir",
                    scene.daemon.stateDir,
                ]
            )
            try await waitUntil("it is followed") { TextFile.read(printed) == "one\n" }
            let before = try scene.openStoreFiles()
            for number in 1...5 {
                try await scene.reload(2 + number)
                try await scene.untilRead(number)
                #expect(try await scene.daemon.states(of: "web") == ["running"])
            }
            try await waitUntil("nothing of the store is open twice") { try scene.openStoreFiles() <= before }
            try TextFile.write("", to: "\(scene.trace.path).go")
            try await scene.daemon.waitFor("web", "succeeded")
            let result = try await followed
            #expect(result.exit == 0)
            #expect(result.errors == "")
            #expect(TextFile.read(printed) == "one\ntwo\n")
            #expect(try await scene.daemon.states(of: "web") == ["succeeded"])
            #expect(scene.trace.lines == ["web 1"])
        }
    }

    @Test("leaves a wait for the next try, and its count, as they are")
    func whileWaiting() async throws {
        let retry: JSONValue = .members(["limit": .integer(3), "backoff": .string("2m")])
        try await withReloadable(on: { $0.samples.script("web", body: "exit 3", ["retry": retry]) }) { scene in
            try await scene.daemon.waitFor("web", "failed")
            try await scene.reload(2)
            try await scene.untilRead(1)
            try await waitUntil("the source is read") {
                try await scene.daemon.service("web")?["decision"]?["reason"]?.string != "source_unread"
            }
            #expect(try await scene.daemon.states(of: "web") == ["failed"])
            #expect(try await scene.daemon.service("web")?["decision"]?["decision"]?.string == "wait")
        }
    }

    @Test("leaves a deployment that is cancelled right before it cancelled")
    func whileCancelling() async throws {
        let body = "trap '' TERM; while [ ! -e \"$TRACE.go\" ]; do sleep 0.05; done"
        try await withReloadable(on: { $0.samples.script("web", body: body) }) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            #expect(try await scene.daemon.run("cancel", "\(id)").exit == 0)
            try await scene.reload(2)
            try await scene.daemon.waitFor("web", "cancelled")
            #expect(try await scene.daemon.states(of: "web") == ["cancelled"])
        }
    }

    @Test("lets the next one answer what was asked before and takes longer")
    func whileAsking() async throws {
        let services: (Trace) -> [ConfigRepository.Change] = { trace in
            (1...100).flatMap { trace.samples.script("s\($0)", ["suspend": .bool(true)]) }
        }
        try await withReloadable(on: services) { scene in
            try await scene.daemon.sync()
            let asking = """
                for n in $(seq 1 50); do
                  curl --silent --output /dev/null --write-out '%{http_code}\\n' --unix-socket "$1" \
                    "http://localhost/api/v1/services?limit=$n" &
                done
                wait
                """
            async let answers = Subprocess.run(
                "/bin/sh",
                ["-c", asking, "sh", "\(scene.daemon.stateDir)/control.sock"]
            )
            for number in 1...3 {
                try await scene.reload(2 + number)
                try await scene.untilRead(number)
            }
            let codes = try await answers.output.split(separator: "\n")
            // Some may be too many at once; none may be wrong.
            #expect(codes.count == 50)
            #expect(codes.allSatisfy { ["200", "503"].contains($0) }, "\(codes)")
            #expect(!scene.daemon.log.contains("a request failed"))
        }
    }

    @Test("leaves a source that is held held, until its revision is accepted")
    func whileHeld() async throws {
        try await withReloadable(on: { $0.samples.script("web") }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            let tip = try await scene.repository.push(.remove("web"))
            #expect(try await scene.daemon.sync().exit == 1)
            for number in 1...3 {
                try await scene.reload(2 + number)
                try await scene.untilRead(number)
                #expect(try await scene.daemon.sync().exit == 1)
                #expect(try await scene.daemon.source()?["held"]?["revision"]?.string == tip)
            }
            #expect(try await scene.daemon.service("web")?["sync_status"]?.string == "synced")
            #expect(try await scene.daemon.sync("--accept", tip).exit == 0)
            #expect(try await scene.daemon.service("web") == nil)
            #expect(scene.trace.lines == ["web 1"])
        }
    }

    @Test("changes nothing for the run of a service that is removed meanwhile")
    func whileRemoved() async throws {
        let body = "until [ -e \"$TRACE.go\" ]; do sleep 0.05; done"
        let services: (Trace) -> [ConfigRepository.Change] = { trace in
            trace.samples.script("web", body: body) + trace.samples.script("other")
        }
        try await withReloadable(on: services) { scene in
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            try await scene.repository.push(.remove("web"))
            #expect(try await scene.daemon.run("sync").exit == 0)
            for number in 1...3 {
                try await scene.reload(2 + number)
                try await scene.untilRead(number)
                #expect(try await scene.daemon.deployment(id)["state"]?.string == "running")
            }
            try TextFile.write("", to: "\(scene.trace.path).go")
            try await waitUntil("the run has ended") {
                try await scene.daemon.deployment(id)["state"]?.string == "succeeded"
            }
            #expect(try await scene.daemon.service("web") == nil)
            #expect(scene.trace.lines.sorted() == ["other 1", "web 1"])
        }
    }
}

@Suite("A deployment that is cancelled while it is prepared", .behindTheGate)
struct CancelledExportTests {
    @Test("ends with its export, and leaves nothing")
    func cancel() async throws {
        try await withReloadable(on: { $0.samples.large("web") }) { scene in
            try await scene.untilExporting("web")
            let result = try await scene.daemon.run("cancel", "1")
            #expect(result.output == "Deployment 1 is cancelled; it had not started.\n")
            try await waitUntil("nothing is left of it") {
                !Folder.somethingExists(at: "\(scene.daemon.stateDir)/runs/1")
            }
            #expect(try await scene.daemon.states(of: "web") == ["cancelled"])
            #expect(scene.trace.lines.isEmpty)
        }
    }
}

/// A scene whose daemon has a configuration file.
func withReloadable(
    concurrency: Int = 2,
    on services: (Trace) -> [ConfigRepository.Change],
    _ body: (Scene) async throws -> Void
) async throws {
    try await withDaemon(
        on: services,
        configure: { options in
            let url = options.arguments[1]
            let file = url.replacing("config.git", with: "config.json")
            try? TextFile.write(Scene.configuration(url, concurrency: concurrency), to: file)
            options.arguments = ["--config", file]
        },
        body
    )
}

extension Samples {
    /// A service of so many files that writing them takes a while.
    fileprivate func large(_ name: String) -> [ConfigRepository.Change] {
        script(name) + (0..<8_000).map { .file("\(name)/files/\($0)", "\($0)\n") }
    }
}

extension Scene {
    static func configuration(_ url: String, concurrency: Int) -> String {
        #"{"concurrency": \#(concurrency), "sources": [{"name": "config", "url": "\#(url)"}]}"#
    }

    /// Has the daemon begin anew, with so many runs at once.
    func reload(_ concurrency: Int, following url: String? = nil) async throws {
        let text = Self.configuration(url ?? repository.bare, concurrency: concurrency)
        try TextFile.write(text, to: "\(folder)/config.json")
        kill(daemon.pid, SIGHUP)
    }

    /// Waits until the configuration was read anew so many times, and the daemon answers with it.
    func untilRead(_ count: Int) async throws {
        try await waitUntil("the configuration was read") {
            daemon.log.split(separator: "configuration read", omittingEmptySubsequences: false).count > count
        }
        #expect(try await daemon.run("status").exit == 0)
    }

    /// Waits until some files of the first deployment's export are there, and not all.
    fileprivate func untilExporting(_ name: String) async throws {
        try await waitUntil("the export is being written") {
            let files = "\(daemon.stateDir)/runs/1/export/\(name)/files"
            return Folder.somethingExists(at: files) ? try Folder.names(in: files).count > 20 : false
        }
    }

    /// How many descriptors of the store the daemon has open.
    fileprivate func openStoreFiles() throws -> Int {
        let descriptors = "/proc/\(daemon.pid)/fd"
        return try Folder.names(in: descriptors).count { name in
            // One that was closed meanwhile is none.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\(name)")
            return target?.contains("/store.sqlite") ?? false
        }
    }
}
