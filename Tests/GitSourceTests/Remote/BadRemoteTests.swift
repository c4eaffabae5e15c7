import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("A remote that does not do what it should", .endsWhenItHangs)
struct BadRemoteTests {
    let bench: SourceBench

    init() throws {
        bench = try SourceBench()
        try bench.workshop.service("web")
    }

    @Test("that says nothing is given up after the timeout", arguments: ["git", "http", "https", "ssh"])
    func hung(scheme: String) async throws {
        let server = try GitStrangeServer()
        let source = try bench.source("\(scheme)://127.0.0.1:\(server.port)/config.git", timeout: 300)

        let why = await failure { _ = try await source.poll(accepted: nil) }

        #expect(why.contains("did not answer within 300ms"), "\(why)")
        #expect(why.contains("://127.0.0.1:\(server.port)/config.git"))
        // The next poll has a process of its own again.
        #expect(await failure { _ = try await source.poll(accepted: nil) }.contains("300ms"))
    }

    @Test("that is not there is named", arguments: ["git", "http", "https", "ssh"])
    func closed(scheme: String) async throws {
        let port = try GitServer.freePort()
        let source = try bench.source("\(scheme)://127.0.0.1:\(port)/config.git")

        let why = await failure { _ = try await source.poll(accepted: nil) }

        #expect(why.contains("://127.0.0.1:\(port)/config.git: "), "\(why)")
        #expect(why.contains("refused") || why.contains("connect"), "\(why)")
    }

    @Test("that speaks something else is named", arguments: ["git", "http", "https", "ssh"])
    func garbage(scheme: String) async throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) }
        let server = try GitStrangeServer(saying: noise, hangsUp: true)
        let source = try bench.source("\(scheme)://127.0.0.1:\(server.port)/config.git", timeout: 5_000)

        let why = await failure { _ = try await source.poll(accepted: nil) }

        #expect(why.contains("://127.0.0.1:\(server.port)/config.git: "), "\(why)")
    }

    @Test("a path without a repository says so")
    func nothingThere() async throws {
        let missing = try bench.source("\(bench.workshop.served)/nowhere.git")
        #expect(await failure { _ = try await missing.poll(accepted: nil) }.contains("there is nothing at this path"))
        let other = try bench.source(bench.workshop.served)
        #expect(
            await failure { _ = try await other.poll(accepted: nil) }.contains("check that the path is a repository")
        )
    }

    @Test("an empty repository says so, and is followed once it has a commit")
    func empty() async throws {
        let source = try bench.source()
        #expect(await failure { _ = try await source.poll(accepted: nil) }.contains("the repository is empty"))
        let commit = try bench.workshop.push()
        #expect(try await source.poll(accepted: nil).state?.revision.hex == commit)
    }

    @Test("one that was replaced by another repository is a rewrite")
    func replaced() async throws {
        let before = try Revision.read(bench.workshop.push())
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)

        let other = try GitWorkshop()
        try other.service("db")
        let after = try other.push()
        try FileManager.default.removeItem(atPath: bench.workshop.bare)
        try FileManager.default.moveItem(atPath: other.bare, toPath: bench.workshop.bare)

        let state = try await source.poll(accepted: before).state
        #expect(state?.revision.hex == after)
        #expect(state?.ancestry == .rewritten)
        #expect(state?.valid == ["db"])
        // What was deployed from the old one can still be deployed again.
        #expect(try await source.preview(ref: before.hex).valid == ["web"])
    }

    @Test("one that lacks objects is named, and what was cloned stays")
    func incomplete() async throws {
        let first = try Revision.read(bench.workshop.push())
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        try bench.workshop.write("web/deploy", "#!/bin/sh\necho 2\n", mode: 0o755)
        try bench.workshop.push()
        let blob = try bench.workshop.git("rev-parse", "HEAD:web/deploy")
        let file = "\(bench.workshop.bare)/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
        let kept = try Data(contentsOf: URL(fileURLWithPath: file))
        try FileManager.default.removeItem(atPath: file)

        let why = await failure { _ = try await source.poll(accepted: first) }
        #expect(why.contains(bench.workshop.bare), "\(why)")
        #expect(try await source.preview(ref: first.hex).valid == ["web"])

        try kept.write(to: URL(fileURLWithPath: file))
        #expect(try await source.poll(accepted: first).state?.valid == ["web"])
    }

    @Test(
        "names a commit that cannot be read, and is followed again with the next one",
        arguments: ["author Nobody", "author A <a@b> 99999999999999999999 +0000"]
    )
    func malformedAuthor(line: String) async throws {
        let workshop = bench.workshop
        let first = try Revision.read(workshop.push())
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        let tree = try workshop.git("rev-parse", "HEAD^{tree}")
        try workshop.write(
            "commit",
            "tree \(tree)\nparent \(first.hex)\n\(line)\ncommitter A <a@b> 1700000000 +0000\n\nodd\n"
        )
        let odd = try workshop.git("hash-object", "-t", "commit", "-w", "--literally", "commit")
        try workshop.git("push", "--quiet", workshop.bare, "\(odd):refs/heads/main")

        let why = await failure { _ = try await source.poll(accepted: first) }
        #expect(why.contains("cannot read the commit \(odd)") && why.contains("git fsck"), "\(why)")

        try workshop.git("push", "--quiet", "--force", workshop.bare, "HEAD:refs/heads/main")
        #expect(try await source.preview(ref: first.hex).valid == ["web"])
        _ = try await source.poll(accepted: first)
    }

    @Test("a poll that is cancelled ends at once")
    func cancelled() async throws {
        let server = try GitStrangeServer()
        let source = try bench.source("http://127.0.0.1:\(server.port)/config.git", timeout: 3_600_000)
        let poll = Task { try await source.poll(accepted: nil) }
        try await Task.sleep(for: .milliseconds(50))
        poll.cancel()
        await #expect(throws: CancellationError.self) { try await poll.value }
    }
}

extension Revision {
    static func read(_ text: String) throws -> Revision { try #require(Revision(text)) }
}
