import Platform
import Testing

@Suite("A file in memory")
struct MemoryFileTests {
    @Test("holds its bytes for whoever has it")
    func bytes() throws {
        let bytes = [UInt8](repeating: 7, count: 200_000)
        let file = try MemoryFile.make(bytes)
        #expect(try file.size() == 200_000)
        #expect(try file.duplicate().pread(upTo: 200_001, at: 0) == bytes)
    }

    @Test("is opened by another process of this user, and by nobody else")
    func others() throws {
        let file = try MemoryFile.makePrivate([7, 8])
        #expect(try DurableFile.read(file.pathForOthers, limit: 10) == [7, 8])
        let look = try SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "[ $(stat -Lc %a $0) = 600 ]", file.pathForOthers],
            environment: ["PATH": "/usr/bin:/bin"]
        ).start()
        #expect(try look.wait() == .exited(0))
    }
}
