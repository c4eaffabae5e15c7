import Domain
import GitSource
import Platform
import TestSupport
import Testing

/// Each round keeps one process, as a daemon does that runs for weeks.
@Suite("The memory of the process that talks to a remote", .endsWhenItHangs)
struct FetchMemoryTests {
    /// How many polls that find nothing there are.
    private static let polls = 2_200
    /// So many are left to reach what the process needs.
    private static let settling = 200

    private let bench: SourceBench
    private let commit: Revision

    init() throws {
        bench = try SourceBench()
        try bench.workshop.service("web")
        commit = try Revision.read(bench.workshop.push())
    }

    /// The only process that was started by this name.
    private func process(_ program: String) throws -> Int32 {
        let found = try ProcessTable.entries().filter { entry in
            // A process that has just ended has no command line.
            guard let line = try? DurableFile.read("/proc/\(entry.pid)/cmdline", limit: 65_536) else { return false }
            return line.starts(with: Array(program.utf8))
        }
        return try #require(found.count == 1 ? found.first?.pid : nil)
    }

    private func poll(_ url: String) async throws {
        let program = bench.state.file("fetcher")
        try GitProgram.run("/bin/ln", ["-s", GitProgram.reconciler(), program], in: bench.state.path)
        let source = try bench.source(url, executable: program)
        _ = try await source.poll(accepted: nil)
        let pid = try process(program)
        var settled: Int64 = 0
        for number in 1...Self.polls {
            #expect(try await source.poll(accepted: commit).isUnchanged)
            if number == Self.settling { settled = try #require(ProcessTable.ownMemory(of: pid)) }
        }
        #expect(try process(program) == pid)
        let grown = try #require(ProcessTable.ownMemory(of: pid)) - settled
        #expect(grown < 2 << 20, "\(grown) bytes more after \(Self.polls) polls")
    }

    @Test("does not grow by polls of file://")
    func file() async throws { try await poll("file://\(bench.workshop.bare)") }

    @Test("does not grow by polls of git://")
    func git() async throws {
        let server = try await GitRemotes.daemon(serving: bench.workshop.served)
        try await poll("git://127.0.0.1:\(server.port)/config.git")
    }

    @Test("does not grow by polls of http://")
    func http() async throws {
        let server = try await GitRemotes.http(serving: bench.workshop.served)
        try await poll("http://127.0.0.1:\(server.port)/git/config.git")
    }
}
