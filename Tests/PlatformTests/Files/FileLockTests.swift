import Platform
import Testing

@Suite("A file lock")
struct FileLockTests {
    @Test("is held by one owner, and free when that goes")
    func exclusive() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lock")
        #expect(try FileLock.isHeld(path) == false)
        do {
            let lock = try FileLock(path)
            #expect(try FileLock.isHeld(path))
            #expect(throws: FileLockFailure.held(path: path)) { _ = try FileLock(path) }
            _ = lock.descriptor.number
        }
        #expect(try await eventually { try !FileLock.isHeld(path) })
    }

    @Test("tells an error from a held lock")
    func failed() throws {
        let error = #expect(throws: FileLockFailure.self) { _ = try FileLock("/nowhere/lock") }
        guard case .failed(let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.isMissing)
    }

    @Test("stays held as long as its owner lives, and is free as soon as that lets go")
    func stays() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lock")
        #expect(try await !FileLock.staysHeld(path, for: 60_000))
        let pipe = try Pipe()
        let child: ChildProcess
        do {
            let lock = try FileLock(path)
            #expect(try await FileLock.staysHeld(path, for: 20))
            child = try SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "read line"],
                descriptors: [0: pipe.reader.number, 5: lock.descriptor.number]
            ).start()
        }
        async let isHeld = FileLock.staysHeld(path, for: 60_000)
        try pipe.writer.writeAll("go\n")
        #expect(try await !isHeld)
        #expect(try child.wait() == .exited(0))
    }

    @Test("goes on in a child that inherits its descriptor, which can take it over")
    func inherited() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lock")
        let pipe = try Pipe()
        let child: ChildProcess
        do {
            let lock = try FileLock(path)
            child = try SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "read line"],
                descriptors: [0: pipe.reader.number, 5: lock.descriptor.number]
            ).start()
            _ = try FileLock(adopting: try lock.descriptor.duplicate(), path: path)
        }
        #expect(try FileLock.isHeld(path))

        try pipe.writer.writeAll("go\n")
        #expect(try child.wait() == .exited(0))
        #expect(try await eventually { try !FileLock.isHeld(path) })
    }
}
