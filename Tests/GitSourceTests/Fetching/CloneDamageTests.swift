import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("A damaged clone", .endsWhenItHangs)
struct CloneDamageTests {
    let bench: SourceBench
    let clone: String
    let first: Revision

    init() async throws {
        bench = try SourceBench()
        clone = bench.state.file("sources/config/repo.git")
        try bench.workshop.service("web")
        first = try Revision.read(bench.workshop.push())
        _ = try await bench.source().poll(accepted: nil)
    }

    private func packs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(clone)/objects/pack").filter { $0.hasSuffix(".pack") }
    }

    @Test("is made anew when its objects cannot be read")
    func truncated() async throws {
        for pack in try packs() {
            let path = "\(clone)/objects/pack/\(pack)"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            try Data().write(to: URL(fileURLWithPath: path))
        }
        #expect(try await bench.source().poll(accepted: first).state?.valid == ["web"])
    }

    @Test("is made anew when it is no repository any more", arguments: ["HEAD", "objects", "config"])
    func gutted(part: String) async throws {
        try FileManager.default.removeItem(atPath: "\(clone)/\(part)")
        if part == "config" { try Data([0x5B, 0x5B]).write(to: URL(fileURLWithPath: "\(clone)/config")) }
        #expect(try await bench.source().poll(accepted: first).state?.valid == ["web"])
    }

    @Test("is made anew while the daemon runs")
    func removed() async throws {
        let source = try bench.source()
        _ = try await source.poll(accepted: first)
        try FileManager.default.removeItem(atPath: clone)
        try bench.workshop.service("db")
        try bench.workshop.push()
        #expect(try await source.poll(accepted: first).state?.valid == ["db", "web"])
    }

    @Test("loses what a killed process has left in it: locks, halves of packs, clones half made")
    func leftovers() async throws {
        let space = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(clone)/refs/reconciler/remote").first
        )
        let left = [
            "packed-refs.lock", "refs/reconciler/remote/\(space)/HEAD.lock",
            "refs/reconciler/remote/\(space)/heads.lock",
            "objects/pack/pack_git2_0123456789abcdef", "objects/pack/pack-0123.idx.lock",
        ].map { "\(clone)/\($0)" }
        for path in left { try Data("half".utf8).write(to: URL(fileURLWithPath: path)) }
        for path in ["\(clone).new", "\(clone).old"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
        try bench.workshop.service("db")
        try bench.workshop.push()
        #expect(try await bench.source().poll(accepted: first).state?.valid == ["db", "web"])
        for path in left { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.state.file("sources/config")) == ["repo.git"])
    }

    @Test("that cannot be made anew leaves no half of a new one, though the process goes on that has tried")
    func remoteDamaged() async throws {
        try FileManager.default.removeItem(atPath: "\(clone)/objects")
        try GitProgram.run("/bin/sh", ["-c", "find objects -type f -delete"], in: bench.workshop.bare)
        let source = try bench.source()
        for _ in 0..<2 {
            let message = await failure { _ = try await source.poll(accepted: first) }
            #expect(!message.isEmpty)
            let left = try FileManager.default.contentsOfDirectory(atPath: bench.state.file("sources/config"))
            #expect(left == ["repo.git"])
        }
    }

    @Test("many packs are written into one, and everything stays readable")
    func gathered() async throws {
        let source = try bench.source()
        var accepted = try await source.poll(accepted: first).state?.revision ?? first
        for number in 0..<55 {
            try bench.workshop.write("web/number", "\(number)")
            try bench.workshop.push()
            accepted = try #require(try await source.poll(accepted: accepted).state?.revision)
        }
        #expect(try packs().count < 20)
        #expect(try await source.preview(ref: first.hex).valid == ["web"])
        #expect(try await bench.source().poll(accepted: accepted).state?.valid == ["web"])
    }
}
