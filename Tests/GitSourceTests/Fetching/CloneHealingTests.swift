import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("A clone that lost power or a bit", .endsWhenItHangs)
struct CloneHealingTests {
    private let bench: SourceBench
    private let clone: String
    private let log = RecordingLog()

    init() throws {
        bench = try SourceBench()
        clone = bench.state.file("sources/config/repo.git")
    }

    /// The clone's files whose paths match; packs, refs.
    private func files(_ isWanted: (String) -> Bool) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: clone).filter(isWanted).map { "\(clone)/\($0)" }
    }

    private func overwrite(_ path: String, _ bytes: Data) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// Changes one byte in the middle of the largest pack.
    private func flip() throws {
        let packs = try files { $0.hasSuffix(".pack") }.map { ($0, try Data(contentsOf: URL(fileURLWithPath: $0))) }
        var (path, bytes) = try #require(packs.max { $0.1.count < $1.1.count })
        bytes[bytes.count / 2] ^= 0xFF
        try overwrite(path, bytes)
    }

    /// A service with a file that takes nearly all of its pack.
    private func pushLarge() throws -> Revision {
        try bench.workshop.service("web")
        var random = SplitMix64(seed: 7)
        let text = (0..<20_000).map { _ in String(random.next(), radix: 36) }.joined()
        try bench.workshop.write("web/data", text)
        return try Revision.read(bench.workshop.push())
    }

    private var renewals: [RecordingLog.Line] { log.lines.filter { $0.message == "a damaged clone was made anew" } }

    @Test("is followed on with a ref that is empty or garbage", arguments: ["", "garbage", "0123\n"])
    func ref(content: String) async throws {
        try bench.workshop.service("web")
        let first = try Revision.read(bench.workshop.push())
        _ = try await bench.source().poll(accepted: nil)
        for file in try files({ $0.hasPrefix("refs/reconciler/remote/") && $0.hasSuffix("/main") }) {
            try overwrite(file, Data(content.utf8))
        }
        try bench.workshop.service("db")
        try bench.workshop.push()
        let source = try bench.source(log: log)
        #expect(try await source.poll(accepted: first).state?.valid == ["db", "web"])
        #expect(renewals.count == 1)
        #expect(try await bench.source().poll(accepted: first).state?.valid == ["db", "web"])
    }

    @Test("is followed on with a HEAD that is empty, garbage or gone", arguments: ["", "\0\0", nil])
    func head(content: String?) async throws {
        try bench.workshop.service("web")
        let first = try Revision.read(bench.workshop.push())
        _ = try await bench.source().poll(accepted: nil)
        try FileManager.default.removeItem(atPath: "\(clone)/HEAD")
        if let content { try Data(content.utf8).write(to: URL(fileURLWithPath: "\(clone)/HEAD")) }
        try bench.workshop.service("db")
        try bench.workshop.push()
        let source = try bench.source(log: log)
        #expect(try await source.poll(accepted: first).state?.valid == ["db", "web"])
        #expect(renewals.isEmpty)
    }

    @Test("is made anew by the export that finds a damaged file")
    func export() async throws {
        _ = try pushLarge()
        let state = try #require(try await bench.source().poll(accepted: nil).state)
        try flip()
        let source = try bench.source(log: log)
        let target = try GitScratch("export")
        try await source.export(state.order("web"), into: target.path)
        #expect(FileManager.default.fileExists(atPath: target.file("web/data")))
        #expect(renewals.map { $0.fields["source"] } == ["config"])
        #expect(try await source.poll(accepted: state.revision).state?.valid == ["web"])
        #expect(renewals.count == 1)
    }

    @Test("is made anew by the poll after an export that found it damaged while the remote was away")
    func exportWithoutRemote() async throws {
        _ = try pushLarge()
        let state = try #require(try await bench.source().poll(accepted: nil).state)
        try flip()
        let source = try bench.source(log: log)
        let (bare, away) = (bench.workshop.bare, bench.workshop.served + "/away")
        try FileManager.default.moveItem(atPath: bare, toPath: away)
        let target = try GitScratch("export")
        let message = await failure { try await source.export(state.order("web"), into: target.path) }
        #expect(message.contains("could not be made anew"), "\(message)")
        try FileManager.default.moveItem(atPath: away, toPath: bare)
        _ = try await source.poll(accepted: state.revision)
        #expect(renewals.count == 1)
        try await source.export(state.order("web"), into: target.path)
    }

    /// Has a commit accepted that the remote's history then loses, so that the clone keeps it.
    private func keep() async throws -> (kept: Revision, tip: Revision) {
        let kept = try pushLarge()
        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        try bench.workshop.git("checkout", "-q", "--orphan", "other")
        try bench.workshop.git("rm", "-rfq", ".")
        try bench.workshop.service("db")
        let tip = try Revision.read(bench.workshop.push())
        #expect(try await source.poll(accepted: kept).state?.ancestry == .rewritten)
        try bench.workshop.git("-C", bench.workshop.bare, "gc", "-q", "--prune=now")
        return (kept, tip)
    }

    private func emptyRemoteRefs() throws {
        for file in try files({ $0.hasPrefix("refs/reconciler/remote/") && $0.hasSuffix("/main") }) {
            try overwrite(file, Data())
        }
    }

    @Test("gives the commits that it keeps to the new one, also with damaged refs", arguments: [false, true])
    func kept(damagesKeptRef: Bool) async throws {
        let (kept, tip) = try await keep()
        try emptyRemoteRefs()
        if damagesKeptRef {
            for file in try files({ $0.hasPrefix("refs/reconciler/keep/0") }) { try overwrite(file, Data()) }
        }
        let source = try bench.source(log: log)
        let state = try #require(try await source.poll(accepted: kept).state)
        #expect(state.revision == tip)
        #expect(state.ancestry == .rewritten)
        #expect(renewals.map { $0.fields["taken_over"] } == ["1"])
        #expect(renewals.map { $0.fields["lost"] } == [nil])
        #expect(try await source.preview(ref: kept.hex).valid == ["web"])
    }

    @Test("names the kept commits that cannot be saved")
    func lost() async throws {
        let (kept, tip) = try await keep()
        try emptyRemoteRefs()
        try flip()
        let source = try bench.source(log: log)
        #expect(try await source.poll(accepted: kept).state?.revision == tip)
        #expect(renewals.map { $0.fields["lost"]?.contains(kept.hex) } == [true])
    }
}
