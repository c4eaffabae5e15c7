import Domain
import Foundation
import Testing

@Suite("reconciler plan and validate")
struct PlanCommandTests {
    @Test("say what would be deployed, and change nothing")
    func plan() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.sync()
            #expect(try await scene.daemon.run("plan", "--detailed-exitcode").exit == 0)

            try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            let plan = try await scene.daemon.run("plan", "--ref", "main", "--detailed-exitcode")
            #expect(plan.exit == 2, "\(plan)")
            #expect(plan.output.contains("web"))
            #expect(scene.trace.lines.count == 2)
        }
    }

    @Test("call nothing in sync that is broken, cannot be asked, or is held at a newer revision")
    func honest() async throws {
        try await withDaemon(
            on: { $0.samples.script("web") + $0.samples.script("db") },
            configure: { $0.arguments += ["--limits-max-removed", "0"] },
            { scene in
                try await scene.daemon.sync()
                func plan(_ exit: Int32) async throws -> (text: String, json: JSONValue) {
                    let text = try await scene.daemon.run("plan", "--detailed-exitcode")
                    let json = try await scene.daemon.run("plan", "--detailed-exitcode", "-o", "json")
                    #expect(text.exit == exit && json.exit == exit, "\(text)")
                    #expect(try json.json()["in_sync"]?.bool == (exit == 0))
                    return (text.output, try json.json())
                }
                let head = try await scene.repository.git("rev-parse", "HEAD")
                #expect(try await plan(0).text.hasPrefix("Source 'config' at \(head.prefix(8)): HEAD of "))

                try await scene.repository.push(.file("new/service.json", "{"))
                #expect(try await scene.daemon.sync().exit == 1)
                let broken = try await plan(2)
                #expect(broken.text.contains("definition new/service.json: "))
                #expect(broken.json["unknown"]?.array?.map { $0["kind"]?.string } == ["definition"])
                try await scene.repository.revertLast()
                #expect(try await scene.daemon.sync().exit == 0)

                let tip = try await scene.repository.push(.remove("db"))
                #expect(try await scene.daemon.run("sync").exit == 1)
                let held = try await plan(2)
                #expect(held.text.contains("It is held at \(tip.prefix(8)): "))
                #expect(held.json["held"]?["command"]?.string == "reconciler sync --accept \(tip)")
                #expect(held.json["sources"]?.array?.first?["phase"]?.string == "held")
                let shown = try await scene.daemon.run("plan", "--ref", tip, "-o", "json").json()
                #expect(shown["items"]?.array?.map { $0["drift"] }.contains(.array([.string("removed")])) == true)
                try await scene.repository.revertLast()
                #expect(try await scene.daemon.sync().exit == 0)
                _ = try await plan(0)

                try FileManager.default.moveItem(atPath: scene.repository.bare, toPath: "\(scene.folder)/away")
                #expect(try await scene.daemon.run("sync").exit == 1)
                let away = try await plan(2)
                #expect(away.text.contains("It cannot be polled: "))
                #expect(away.json["unknown"]?.array?.map { $0["reason"]?.string } == ["unreachable"])
            }
        )
    }

    @Test("name the place of a ref: a source's remote, or the repository here")
    func places() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.sync()
            try await scene.repository.git("branch", "topic")
            try await scene.repository.git("push", "--quiet", "origin", "topic")
            try await scene.repository.git("commit", "--quiet", "--allow-empty", "--message", "here alone")
            try await scene.repository.git("branch", "--force", "topic", "HEAD")
            let (local, remote) = (
                try await scene.repository.git("rev-parse", "topic"),
                try await scene.repository.git("rev-parse", "origin/topic")
            )
            let asked = try await scene.daemon.run("plan", "--ref", "topic").output
            let place = "\(scene.repository.bare) (source 'config')"
            #expect(asked.hasPrefix("Plan of 'topic' of \(place) at \(remote.prefix(8))"))
            let here = try await Subprocess.run(
                Program.path,
                ["plan", "--ref", "topic", "--base", "HEAD"],
                in: scene.repository.clone
            )
            #expect(here.output.contains("of the repository here, \(scene.repository.clone), at \(local.prefix(8))"))
        }
    }

    @Test("compare two revisions without a daemon")
    func base() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            let samples = Trace(folder: folder).samples
            let base = try await repository.push(samples.script("web") + samples.script("other"))
            let head = try await repository.push(samples.script("web", version: "2"))
            let plan = try await Subprocess.run(
                Program.path,
                ["plan", "--base", base, "--ref", head, "--detailed-exitcode", "-o", "json"],
                in: repository.clone
            )
            #expect(plan.exit == 2, "\(plan)")
            #expect(plan.output.contains("\"web\""))
            #expect(plan.output.contains("version_changed"))
            let same = try await Subprocess.run(
                Program.path,
                ["plan", "--base", head, "--ref", head, "--detailed-exitcode"],
                in: repository.clone
            )
            #expect(same.exit == 0, "\(same)")
        }
    }

    @Test("print every problem with its place, and fail")
    func validate() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            let samples = Trace(folder: folder).samples
            try await repository.push(samples.script("web"))
            let good = try await Subprocess.run(Program.path, ["validate", repository.clone])
            #expect(good.exit == 0, "\(good)")

            try TextFile.write("{\n  \"name\": 7\n}\n", to: "\(repository.clone)/bad/service.json")
            let bad = try await Subprocess.run(Program.path, ["validate", repository.clone])
            #expect(bad.exit == 1)
            #expect(bad.output.contains("bad/service.json:2:11: "), "\(bad)")
        }
    }
}
