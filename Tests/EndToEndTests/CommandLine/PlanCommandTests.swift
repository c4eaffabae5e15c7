import Domain
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
