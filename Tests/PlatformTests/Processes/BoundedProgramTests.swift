import Glibc
import Platform
import TestSupport
import Testing

@Suite("A bounded program", .endsWhenItHangs)
struct BoundedProgramTests {
    private static func shell(_ script: String) -> SpawnRequest {
        SpawnRequest(executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test("hands over what it printed, and how it ended")
    func output() async throws {
        let end = try await BoundedProgram.run(Self.shell("echo a; echo b >&2; echo c; exit 3"), time: 60_000, bytes: 4)
        #expect(end == .exited(.exited(3), output: Array("a\nc\n".utf8)))
    }

    @Test("is killed when it prints more than it may")
    func talkative() async throws {
        #expect(try await BoundedProgram.run(Self.shell("exec yes"), time: 60_000, bytes: 1_000) == .talkative)
    }

    @Test("is killed with its group when its time is over, whether it holds its output or not")
    func overdue() async throws {
        let folder = try TemporaryFolder()
        let note = "\(folder.path)/pid"
        let holds = Self.shell("sleep 1000 & echo $! > '\(note)'; wait")
        #expect(try await BoundedProgram.run(holds, time: 300, bytes: 1_000) == .overdue)
        let text = String(decoding: try DurableFile.read(note, limit: 100), as: UTF8.self)
        let sleeper = try #require(Int32(text.dropLast()))
        while kill(sleeper, 0) == 0, Self.state(of: sleeper) != "Z" { try await Task.sleep(for: .milliseconds(10)) }
        let closes = Self.shell("exec >&-; exec sleep 1000")
        #expect(try await BoundedProgram.run(closes, time: 300, bytes: 1_000) == .overdue)
    }

    @Test("is killed as soon as nobody waits for it any more")
    func cancelled() async throws {
        let task = Task { try await BoundedProgram.run(Self.shell("exec sleep 1000"), time: 600_000, bytes: 1_000) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// The letter of the process's state; nil if it is gone.
    private static func state(of pid: Int32) -> Substring? {
        guard let bytes = try? DurableFile.read("/proc/\(pid)/stat", limit: 4_096) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst(2).first
    }
}
