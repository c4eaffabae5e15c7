import Domain
import Foundation
import Glibc
import Testing

@Suite("A hostile revision")
struct HostileRevisionTests {
    private func trees(_ scene: Scene) -> GitTrees { GitTrees(clone: scene.repository.clone) }

    @Test("with a bomb of empty folders breaks the service that covers it, and no other; the next good one deploys all")
    func folderBomb() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.waitFor("web", "succeeded")
            try await scene.daemon.waitFor("other", "succeeded")
            let trees = trees(scene)
            var tree = try await trees.make([])
            for _ in 0..<60 {
                let inner = tree
                tree = try await trees.make((0..<10).map { "040000 tree \(inner)\td\($0)" })
            }
            _ = try await scene.repository.push(
                scene.trace.samples.script("web", version: "2", ["watch": .array([.string("../bomb")])])
                    + scene.trace.samples.script("other", version: "2")
            )
            try await trees.push(adding: "040000 tree \(tree)\tbomb")
            #expect(try await scene.daemon.run("sync", "other").exit == 0)
            try await scene.daemon.waitFor("other", "succeeded", count: 2)
            let web = try #require(try await scene.daemon.service("web"))
            let problem = web["problems"]?.array?.first?["message"]?.string ?? ""
            #expect(problem.contains("countless files and folders, most of them in bomb"), "\(problem)")
            #expect(try await scene.daemon.states(of: "web") == ["succeeded"])

            _ = try await scene.repository.push(scene.trace.samples.script("web", version: "3"))
            #expect(try await scene.daemon.run("sync").exit == 0)
            try await scene.daemon.waitFor("web", "succeeded", count: 2)
        }
    }

    /// A service that covers the one blob under `count` names.
    private func largeExport(_ scene: Scene, _ count: Int) async throws {
        let trees = trees(scene)
        let blob = try await trees.blob("x")
        let inner = try await trees.make((0..<1_000).map { "100644 blob \(blob)\tf\($0 + 1_000)" })
        let tree = try await trees.make((0..<(count / 1_000)).map { "040000 tree \(inner)\td\($0 + 1_000)" })
        _ = try await scene.repository.push(
            scene.trace.samples.script("web", version: "2", ["watch": .array([.string("../many")])])
        )
        try await trees.push(adding: "040000 tree \(tree)\tmany")
    }

    /// The runs whose export has begun.
    private func exports(_ scene: Scene) -> [String] {
        let runs = "\(scene.daemon.stateDir)/runs"
        // Without a run there is no folder.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(runs)/\($0)/export/many/d1000") }
    }

    @Test("whose export is large is given up at once when it is cancelled, and nothing of it is left")
    func cancelledExport() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("other") }) { scene in
            try await scene.daemon.waitFor("web", "succeeded")
            try await scene.daemon.waitFor("other", "succeeded")
            try await largeExport(scene, 200_000)
            #expect(try await scene.daemon.run("sync").exit == 0)
            let id = try #require(try await scene.daemon.waitFor("web", "queued")["id"]?.integer)
            try await waitUntil("the export is under way") { !exports(scene).isEmpty }

            // The source is polled meanwhile, and another service is deployed.
            #expect(try await scene.daemon.run("sync", "--force", "other").exit == 0)
            try await scene.daemon.waitFor("other", "succeeded", count: 2)
            #expect(!exports(scene).isEmpty)

            #expect(try await scene.daemon.run("cancel", "\(id)").exit == 0)
            #expect(try await scene.daemon.states(of: "web").last == "cancelled")
            try await waitUntil("nothing of it is left") { exports(scene).isEmpty }
        }
    }

    @Test("whose export is large does not keep the daemon from ending, and is written anew after that")
    func stoppedExport() async throws {
        try await withDaemon(on: { $0.samples.script("web") }) { scene in
            try await scene.daemon.waitFor("web", "succeeded")
            try await largeExport(scene, 200_000)
            #expect(try await scene.daemon.run("sync").exit == 0)
            try await scene.daemon.waitFor("web", "queued")
            try await waitUntil("the export is under way") { !exports(scene).isEmpty }
            let began = ContinuousClock.now
            #expect(try await scene.daemon.end() == 0)
            #expect(ContinuousClock.now - began < .seconds(10))
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            #expect(try await next.states(of: "web").first == "succeeded")
            try await next.end()
        }
    }

    @Test("with more definitions than fit is not read, says so, and is forgotten with the next good one")
    func definitions() async throws {
        try await withDaemon(
            on: { $0.samples.script("web") },
            configure: { $0.arguments += ["--budget-definition-bytes", "4KiB"] },
            { scene in
                try await scene.daemon.waitFor("web", "succeeded")
                let many = (0..<30).flatMap {
                    scene.trace.samples.script("s\($0)", version: String(repeating: "1", count: 200))
                }
                _ = try await scene.repository.push(many)
                _ = try await scene.daemon.run("sync")
                let source = try #require(try await scene.daemon.source())
                #expect(source["ready"]?.bool == false)
                #expect(source["message"]?.string?.contains("\"budget.definition_bytes\"") == true)
                #expect(try await scene.daemon.service("web")?["sync_status"]?.string == "synced")
                try await scene.repository.revertLast()
                #expect(try await scene.daemon.run("sync").exit == 0)
                #expect(try await scene.daemon.source()?["ready"]?.bool == true)
            }
        )
    }
}

/// Trees that no working tree could hold, made as objects.
private struct GitTrees {
    let clone: String

    func make(_ entries: [String]) async throws -> String {
        try await hash(["mktree"], entries.map { $0 + "\n" }.joined())
    }

    func blob(_ text: String) async throws -> String { try await hash(["hash-object", "-w", "--stdin"], text) }

    /// Pushes a commit of the present one's files with one more entry; the clone stays where it is, because no working
    /// tree could hold it.
    func push(adding entry: String) async throws {
        let present = try await git("ls-tree", "HEAD").split(separator: "\n").map(String.init)
        let tree = try await make(present + [entry])
        let commit = try await git("commit-tree", tree, "-p", "HEAD", "-m", "Hostile")
        try await git("push", "--quiet", "--force", "origin", "\(commit):main")
    }

    @discardableResult
    private func git(_ arguments: String...) async throws -> String {
        try await Subprocess.succeed("git", arguments, in: clone).output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func hash(_ command: [String], _ input: String) async throws -> String {
        let file = "\(clone)/.git/input"
        try TextFile.write(input, to: file)
        let words = command.joined(separator: " ")
        return try await Subprocess.succeed("sh", ["-c", "git \(words) < .git/input"], in: clone).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
