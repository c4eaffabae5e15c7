import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("A local repository", .endsWhenItHangs)
struct LocalRepositoryTests {
    let shop: GitWorkshop

    init() throws {
        shop = try GitWorkshop()
        try shop.service("web")
        try shop.write(".gitignore", "*.log\nbuild/\n")
        try shop.commit()
    }

    private func repository(_ folder: String? = nil, path: RepositoryPath = .root) throws -> LocalRepository {
        try LocalRepository(folder: folder ?? shop.tree, path: path, source: .sample())
    }

    @Test("whose files are committed has the digests of its commit, and of the daemon")
    func clean() async throws {
        try shop.link("web/link", to: "deploy")
        let commit = try shop.push()
        let repository = try repository()
        let (working, committed) = (try await repository.workingTree(), try await repository.state(ref: "HEAD"))
        #expect(working.revision.hex == commit)
        #expect(working.definitions == committed.definitions)
        #expect(working.valid == ["web"])
        let bench = try SourceBench()
        #expect(try await bench.source(shop.bare).poll(accepted: nil).state?.definitions == committed.definitions)
    }

    @Test("shows what is not committed yet, and nothing that is ignored")
    func dirty() async throws {
        let repository = try repository()
        let before = try await repository.workingTree()
        try shop.write("web/noise.log", "noise")
        try shop.write("web/build/x", "noise")
        #expect(try await repository.workingTree().definitions == before.definitions)
        try shop.write("web/new", "new")
        #expect(try await repository.workingTree().digest("web") != before.digest("web"))
        try shop.remove("web/new")
        try shop.service("db")
        #expect(try await repository.workingTree().valid == ["db", "web"])
        try shop.remove("web/deploy")
        #expect(
            try await repository.workingTree().problems == [
                #"web/service.json:1:34: "deploy_script": there is no web/deploy in the repository"#
            ]
        )
    }

    @Test("sees modes and links as they are on disk")
    func modes() async throws {
        try shop.write("web/deploy", "#!/bin/sh\necho web\n", mode: 0o644)
        #expect(try await repository().workingTree().problems.first?.contains("is not executable") == true)
    }

    @Test("is found from a folder in it, which is then the source's path")
    func below() async throws {
        try shop.service("config/db")
        try shop.commit()
        let repository = try repository("\(shop.tree)/config")
        #expect(repository.path.text == "config")
        #expect(try await repository.workingTree().valid == ["db"])
        #expect(try await repository.state(ref: "main").definitions.files.keys.map(\.text) == ["config/db"])
    }

    @Test("knows branches, tags, remote branches and revisions")
    func refs() async throws {
        let commit = try shop.push(branch: "elsewhere")
        try shop.git("fetch", "-q", "origin")
        try shop.git("tag", "-a", "-m", "t", "v1")
        for ref in ["main", "HEAD", "v1", "elsewhere", "origin/elsewhere", commit, String(commit.prefix(10))] {
            #expect(try await repository().state(ref: ref).revision.hex == commit)
        }
        let why = await failure { _ = try await repository().state(ref: "nothing") }
        #expect(why.contains("there is no revision \"nothing\""))
    }

    @Test("that is bare has revisions and no files")
    func bare() async throws {
        try shop.push()
        let repository = try repository(shop.bare)
        #expect(try await repository.state(ref: "main").valid == ["web"])
        #expect(await failure { _ = try await repository.workingTree() }.contains("bare repository"))
    }

    @Test("may be a plain folder")
    func plain() async throws {
        let folder = try GitScratch("plain")
        try folder.write(#"{"name": "web", "deploy_script": "deploy"}"#, to: "web/service.json")
        try folder.write("x", to: "web/deploy", mode: 0o755)
        let repository = try repository(folder.path)
        #expect(try await repository.workingTree().valid == ["web"])
        #expect(await failure { _ = try await repository.state(ref: "main") }.contains("no Git repository"))
        #expect(await failure { _ = try self.repository("/nowhere/at/all") }.contains("/nowhere/at/all"))
    }

    @Test("before its first commit has files already")
    func unborn() async throws {
        let folder = try GitScratch("unborn")
        try GitProgram.git(["init", "-q", "-b", "main"], in: folder.path)
        try folder.write(#"{"name": "web", "deploy_script": "deploy"}"#, to: "web/service.json")
        try folder.write("x", to: "web/deploy", mode: 0o755)
        let state = try await repository(folder.path).workingTree()
        #expect(state.valid == ["web"])
        #expect(state.revision.hex == String(repeating: "0", count: 40))
    }
}
