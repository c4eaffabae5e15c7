import Glibc
import Platform
import Testing

@Suite("A child process")
struct ChildProcessTests {
    @Test("tells its exit status and its signal apart")
    func statuses() throws {
        #expect(try shell("exit 7").status == .exited(7))
        #expect(try shell("kill -9 $$").status == .signaled(SIGKILL))
    }

    @Test("answers everybody who waits the same, on threads and in tasks")
    func manyWaiters() async throws {
        let pipe = try Pipe()
        let child = try SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "read line; exit 3"],
            descriptors: [0: pipe.reader.number]
        ).start()
        #expect(try child.poll() == nil)
        let answers = try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await child.exitStatus() } }
            try pipe.writer.writeAll("x\n")
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(answers == Array(repeating: .exited(3), count: 8))
        #expect(try child.wait() == .exited(3))
        #expect(try child.poll() == .exited(3))
    }

    @Test("can be sent signals, and none once it was collected")
    func signals() async throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"], newSession: true).start()
        try child.send(SIGTERM, toGroup: true)

        #expect(try await child.exitStatus() == .signaled(SIGTERM))
        try child.send(SIGTERM)
    }

    @Test("is waited for until a deadline, and can be waited for again")
    func deadline() async throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"]).start()
        let deadline = BootClock.now() + 20
        #expect(try await !child.ends(by: deadline))
        #expect(BootClock.now() >= deadline)
        try child.send(SIGKILL)
        #expect(try await child.ends(by: nil))
        #expect(try child.poll() == .signaled(SIGKILL))
    }

    @Test("is waited for on a thread for a while, and can be waited for again")
    func whileOnThread() throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"]).start()
        #expect(try child.wait(upTo: 20) == nil)
        try child.send(SIGKILL)
        #expect(try child.wait(upTo: 3_600_000) == .signaled(SIGKILL))
        #expect(try child.wait(upTo: 0) == .signaled(SIGKILL))
    }

    @Test("is waited for no more when the task is cancelled, and no descriptor is left")
    func cancelled() async throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"]).start()
        for _ in 0..<1_000 {
            let wait = Task { try await child.exitStatus() }
            await Task.yield()
            wait.cancel()
            await #expect(throws: CancellationError.self) { try await wait.value }
        }
        #expect(try child.poll() == nil)
        try child.send(SIGKILL)
        #expect(try await child.exitStatus() == .signaled(SIGKILL))
        let own = "Pid:\t\(child.pid)"
        #expect(try !DescriptorFacts.of("anon_inode:[pidfd]").joined().contains(own))
    }

    @Test("is collected at its end when its owner does not wait")
    func collected() async throws {
        let child = try SpawnRequest(executable: "/bin/sleep", arguments: ["1000"]).start()
        child.collectAtTheEnd()
        try child.send(SIGKILL)
        #expect(try await eventually { !Folder.somethingExists(at: "/proc/\(child.pid)") })
    }
}
