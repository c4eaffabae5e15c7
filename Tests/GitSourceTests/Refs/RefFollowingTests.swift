import Domain
import GitSource
import TestSupport
import Testing

@Suite("A source that follows", .endsWhenItHangs)
struct RefFollowingTests {
    let bench: SourceBench
    var shop: GitWorkshop { bench.workshop }

    init() throws { bench = try SourceBench() }

    private func name(_ text: String) throws -> RefName { try #require(RefName(text)) }

    private func poll(_ source: GitConfigurationSource, _ accepted: String?) async throws -> DesiredState? {
        try await source.poll(accepted: accepted.flatMap(Revision.init)).state
    }

    @Test("a branch, and names those that exist when it is not there")
    func branch() async throws {
        let main = try shop.push()
        try shop.git("checkout", "-q", "-b", "feature/x")
        let feature = try shop.push(branch: "feature/x")
        #expect(try await poll(bench.source(ref: .branch(name("feature/x"))), nil)?.revision.hex == feature)
        #expect(try await poll(bench.source(ref: .branch(name("main"))), nil)?.revision.hex == main)
        let missing = try bench.source(ref: .branch(name("gone")))
        let why = await failure { _ = try await missing.poll(accepted: nil) }
        #expect(why == "\(shop.bare): there is no branch \"gone\"; there are: feature/x, main")
    }

    @Test("a branch whose name was a folder of branches before")
    func conflict() async throws {
        try shop.push(branch: "a/b")
        _ = try await poll(bench.source(ref: .branch(name("a/b"))), nil)
        try shop.git("push", "-q", "origin", ":refs/heads/a/b")
        let second = try shop.push(branch: "a")
        #expect(try await poll(bench.source(ref: .branch(name("a"))), nil)?.revision.hex == second)
    }

    @Test("HEAD, also when it is detached, or goes to another branch")
    func head() async throws {
        let main = try shop.push()
        let source = try bench.source()
        #expect(try await poll(source, nil)?.revision.hex == main)
        let other = try shop.push(branch: "other")
        try GitProgram.git(["symbolic-ref", "HEAD", "refs/heads/other"], in: shop.bare)
        #expect(try await poll(source, main)?.revision.hex == other)
        try GitProgram.git(["update-ref", "--no-deref", "HEAD", main], in: shop.bare)
        #expect(try await poll(source, other)?.revision.hex == main)
    }

    @Test("of versions that differ in build metadata alone the one of the newest commit, as Flux does")
    func buildMetadata() async throws {
        func tag(_ name: String, at time: Int) throws -> String {
            try shop.service("web", extra: ", \"version\": \"\(name)\"")
            try shop.git("add", "-A")
            let date = "\(time) +0000"
            try GitProgram.run(
                "/usr/bin/env",
                ["GIT_AUTHOR_DATE=\(date)", "GIT_COMMITTER_DATE=\(date)", "git", "commit", "-q", "-m", name],
                in: shop.tree
            )
            try shop.git("tag", name)
            try shop.git("push", "-q", "origin", name)
            return try shop.git("rev-parse", "HEAD")
        }
        let older = try tag("1.0.0+9", at: 1_700_000_000)
        let source = try bench.source(ref: .semver(#require(VersionRange(">=1.0.0"))))
        #expect(try await poll(source, nil)?.revision.hex == older)
        let newer = try tag("1.0.0+10", at: 1_700_000_100)
        let state = try await poll(source, older)
        #expect(state?.revision.hex == newer)
        #expect(state?.ancestry == .descends)
        #expect(try await poll(source, newer) == nil)
        _ = try tag("1.0.0+11", at: 1_600_000_000)
        #expect(try await poll(source, newer) == nil)
        #expect(try await poll(bench.source(ref: .semver(#require(VersionRange("1.x")))), nil)?.revision.hex == newer)
    }

    @Test("a tag, annotated or not; one that moved is a rewrite even when it moved on")
    func tag() async throws {
        let first = try shop.push()
        try shop.git("tag", "-a", "-m", "x", "v1")
        try shop.git("push", "-q", "origin", "v1")
        let source = try bench.source(ref: .tag(name("v1")))
        #expect(try await poll(source, nil)?.revision.hex == first)
        #expect(try await poll(source, first) == nil)
        let second = try shop.push()
        try shop.git("tag", "-f", "v1")
        try shop.git("push", "-q", "--force", "origin", "v1")
        let state = try await poll(source, first)
        #expect(state?.revision.hex == second)
        #expect(state?.ancestry == .rewritten)
    }

    @Test("the greatest version, which is no rewrite wherever it is")
    func semver() async throws {
        try shop.push()
        try shop.git("tag", "v1.0.0")
        let first = try shop.git("rev-parse", "HEAD")
        try shop.git("push", "-q", "origin", "v1.0.0")
        let source = try bench.source(ref: .semver(#require(VersionRange("1.x"))))
        #expect(try await poll(source, nil)?.revision.hex == first)
        #expect(try await poll(source, first) == nil)

        try shop.git("checkout", "-q", "--orphan", "unrelated")
        let second = try shop.commit("unrelated")
        try shop.git("tag", "1.1.0")
        try shop.git("tag", "2.0.0")
        try shop.git("tag", "1.2.0-rc.1")
        try shop.git("push", "-q", "origin", "--tags")
        let state = try await poll(source, first)
        #expect(state?.revision.hex == second)
        #expect(state?.ancestry == .descends)
        let none = try bench.source(ref: .semver(#require(VersionRange("3.x"))))
        #expect(await failure { _ = try await none.poll(accepted: nil) }.contains("no tag is a version in \"3.x\""))
    }

    @Test("a commit, also one that no ref names")
    func commit() async throws {
        let first = try shop.push()
        try shop.push()
        let source = try bench.source(ref: .commit(#require(Revision(first))))
        #expect(try await poll(source, nil)?.revision.hex == first)
        #expect(try await poll(source, first) == nil)
        let missing = try bench.source(ref: .commit(.sample("e")))
        #expect(await failure { _ = try await missing.poll(accepted: nil) }.contains("behind any branch or tag"))
    }

    @Test("a branch that was rewritten, and says so; what was accepted stays at hand")
    func rewritten() async throws {
        try shop.service("web")
        let first = try shop.push()
        try shop.write("web/more", "more")
        let second = try shop.push()
        let source = try bench.source()
        _ = try await poll(source, nil)
        try shop.git("reset", "-q", "--hard", first)
        try shop.write("web/more", "other")
        let third = try shop.push()
        let state = try await poll(source, second)
        #expect(state?.revision.hex == third)
        #expect(state?.ancestry == .rewritten)
        let kept = try GitProgram.git(
            ["for-each-ref", "--format=%(objectname)", "refs/reconciler/keep"],
            in: bench.state.file("sources/config/repo.git")
        )
        #expect(kept == second)
    }

    @Test("nothing new tells the state again until it is accepted, and after a start")
    func unaccepted() async throws {
        let first = try shop.push()
        let second = try shop.push()
        let source = try bench.source()
        #expect(try await poll(source, first)?.ancestry == .descends)
        #expect(try await poll(source, first)?.revision.hex == second)
        #expect(try await poll(source, second) == nil)
        #expect(try await poll(bench.source(), second)?.ancestry == .descends)
    }

    @Test("a preview of a branch, a tag, a ref or a revision, which changes nothing")
    func preview() async throws {
        try shop.service("web")
        let first = try shop.push()
        let source = try bench.source()
        _ = try await poll(source, nil)
        try shop.git("checkout", "-q", "-b", "next")
        try shop.service("db")
        let next = try shop.commit()
        try shop.git("push", "-q", "origin", "HEAD:refs/pull/7/head")
        try shop.git("tag", "soon")
        try shop.git("push", "-q", "origin", "soon", "next")

        for ref in ["next", "soon", "refs/pull/7/head", "pull/7/head", next] {
            let state = try await source.preview(ref: ref)
            #expect(state.revision.hex == next)
            #expect(state.valid == ["db", "web"])
            #expect(state.changes?.folders.map(\.text) == ["db"])
        }
        #expect(await failure { _ = try await source.preview(ref: "nothing") }.contains("no branch, tag or ref"))
        #expect(try await poll(source, first) == nil)
        #expect(try await poll(source, next)?.valid == ["web"])
    }

    @Test("a path below the root, and says when it is not there")
    func path() async throws {
        try shop.service("config/web")
        try shop.service("elsewhere/db")
        try shop.push()
        let path = RepositoryPath(components: ["config"])
        let state = try await poll(bench.source(path: path), nil)
        #expect(state?.valid == ["web"])
        #expect(state?.definitions.files.keys.map(\.text) == ["config/web"])
        let missing = try bench.source(path: RepositoryPath(components: ["nowhere"]))
        let why = await failure { _ = try await missing.poll(accepted: nil) }
        #expect(why.contains("there is no folder \"nowhere\", the source's \"path\""))
    }
}
