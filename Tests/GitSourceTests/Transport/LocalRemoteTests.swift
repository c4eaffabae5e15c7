import Domain
import Foundation
import TestSupport
import Testing

@testable import GitSource

@Suite("A remote on this machine", .endsWhenItHangs)
struct LocalRemoteTests {
    let bench: SourceBench
    let commit: String

    init() throws {
        bench = try SourceBench()
        try bench.workshop.service("web")
        commit = try bench.workshop.push()
    }

    private func follow() async throws { #expect(try await poll() == commit) }

    private func poll() async throws -> String? {
        try await bench.source().poll(accepted: nil).state?.revision.hex
    }

    @Test("is followed where git would find it: by a file URL with codes, and without .git at its end")
    func places() async throws {
        let (bare, spaced) = (bench.workshop.bare, bench.workshop.served + "/my conf.git")
        let url = "file://" + spaced.replacing(" ", with: "%20")
        try FileManager.default.copyItem(atPath: bare, toPath: spaced)
        for url in [url, String(bare.dropLast(4))] {
            #expect(try await SourceBench(bench.workshop).source(url).poll(accepted: nil).state?.revision.hex == commit)
        }
    }

    @Test("that is shallow, or has SHA-256 object ids, is said to be that")
    func limitations() async throws {
        let served = bench.workshop.served
        try bench.workshop.push()
        let url = "file://\(bench.workshop.bare)"
        try GitProgram.git(["clone", "-q", "--bare", "--depth", "1", url, "shallow.git"], in: served)
        try GitProgram.git(["init", "-q", "--bare", "--object-format=sha256", "long.git"], in: served)
        for (name, words) in [("shallow", "is shallow"), ("long", "SHA-256")] {
            let source = try SourceBench(bench.workshop).source("\(served)/\(name).git")
            let message = await failure { _ = try await source.poll(accepted: nil) }
            #expect(message.contains(words), "\(message)")
        }
    }

    @Test("is read by git where that is installed")
    func program() {
        let program = RemoteProgram.uploadPack("/srv/config.git", searchPath: "/usr/bin:/bin")
        #expect(program?.arguments.suffix(2) == ["upload-pack", "/srv/config.git"])
        #expect(RemoteProgram.uploadPack("/srv/config.git", searchPath: "/nonexistent") == nil)
    }

    @Test("is followed where no git is installed")
    func withoutGit() async throws {
        let program = try GitProgram.reconciler()
        try bench.state.write(
            "#!/bin/sh\nPATH=/nonexistent exec \(program) \"$@\"\n",
            to: "without-git",
            mode: 0o755
        )
        let source = try bench.source(executable: bench.state.file("without-git"))
        #expect(try await source.poll(accepted: nil).state?.revision.hex == commit)
    }

    @Test("is followed with a ref to an object that is not there, which git leaves out")
    func danglingRef() async throws {
        let missing = String(repeating: "12345678", count: 5)
        try Data("\(missing)\n".utf8).write(to: URL(fileURLWithPath: "\(bench.workshop.bare)/refs/heads/broken"))
        try await follow()
    }

    @Test("without its objects is told with what git finds and what to do")
    func objectsGone() async throws {
        let objects = "\(bench.workshop.bare)/objects"
        for name in try FileManager.default.contentsOfDirectory(atPath: objects) {
            try FileManager.default.removeItem(atPath: "\(objects)/\(name)")
        }
        let message = await failure { _ = try await poll() }
        #expect(message.hasPrefix("\(bench.workshop.bare): "), "\(message)")
        #expect(message.contains("objects are missing or damaged; look at it with git fsck"), "\(message)")
    }

    @Test("is followed when its files are another user's", .enabled(if: geteuid() == 0))
    func anotherUsers() async throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: bench.workshop.bare) + [""] {
            #expect(chown("\(bench.workshop.bare)/\(name)", 65_534, 65_534) == 0)
        }
        try await follow()
    }

    @Test("runs no program that its own configuration names")
    func hostileConfiguration() async throws {
        let trace = bench.state.file("trace")
        let hook = bench.state.file("hook")
        try bench.state.write("#!/bin/sh\ntouch \(trace)\nexec \"$@\"\n", to: "hook", mode: 0o755)
        for key in ["uploadpack.packObjectsHook", "core.fsmonitor", "core.alternateRefsCommand", "core.sshCommand"] {
            try GitProgram.git(["config", key, hook], in: bench.workshop.bare)
        }
        try await follow()
        #expect(!FileManager.default.fileExists(atPath: trace))
    }

    @Test("is asked and fetched from many times by one process that keeps nothing of it open")
    func repeated() async throws {
        let source = try bench.source()
        let accepted = try #require(try await source.poll(accepted: nil).state?.revision)
        for _ in 0..<300 { #expect(try await source.poll(accepted: accepted).isUnchanged) }
        for number in 1...20 {
            try bench.workshop.write("web/number", "\(number)")
            try bench.workshop.push()
            #expect(try await !source.poll(accepted: accepted).isUnchanged)
        }
        let fetchers = try FetchingProcesses.children()
        #expect(!fetchers.isEmpty)
        for pid in fetchers {
            #expect(FetchingProcesses.pipes(of: pid) < 10)
            // Those of other tests start some, too.
            #expect(try await eventually { try FetchingProcesses.children(of: pid).isEmpty })
        }
    }
}

/// The processes of these tests that talk to remotes.
private enum FetchingProcesses {
    /// The living children of this process that are `reconciler fetch`.
    static func children() throws -> [Int32] {
        try children(of: getpid()).filter { pid in
            let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).contains("fetch")
        }
    }

    static func children(of parent: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { pid in
            // One that has ended meanwhile is nobody's child.
            guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return false }
            return String(decoding: status, as: UTF8.self).contains("\nPPid:\t\(parent)\n")
        }
    }

    static func pipes(of pid: Int32) -> Int {
        let folder = "/proc/\(pid)/fd"
        // One of another test may have ended meanwhile.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count { name in
            // One that has been closed meanwhile is none.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
            return target?.hasPrefix("pipe:") ?? false
        }
    }
}
