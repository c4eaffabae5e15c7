import Glibc
import Platform
import Testing

@Suite("A spawned program")
struct SpawnTests {
    @Test("gets exactly its arguments, environment and folder")
    func surroundings() throws {
        let folder = try TemporaryFolder()
        let result = try shell("/usr/bin/env; pwd", environment: ["A": "b=c"], in: folder.path)

        #expect(result.status == .exited(0))
        let lines = result.output.split(separator: "\n").filter { !$0.hasPrefix("PWD=") && !$0.hasPrefix("_=") }
        #expect(lines.map(String.init) == ["A=b=c", folder.path])
    }

    @Test("gets exactly its descriptors, also swapped ones and one that others leaked")
    func descriptors() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write(Array("one".utf8), to: folder.file("1"))
        try DurableFile.write(Array("two".utf8), to: folder.file("2"))
        let first = try Descriptor.open(folder.file("1"))
        let second = try Descriptor.open(folder.file("2"))
        let leaked = try Descriptor.open("/dev/null")
        try leaked.setCloseOnExec(false)

        let result = try shell(
            """
            cat /proc/$$/fd/\(first.number) /proc/$$/fd/\(second.number)
            for file in /proc/$$/fd/*; do if [ -e $file ]; then echo " ${file##*/}"; fi; done
            """,
            descriptors: [first.number: second.number, second.number: first.number]
        )

        #expect(result.output.hasPrefix("twoone"))
        let open = Set(result.output.dropFirst(6).split(whereSeparator: \.isWhitespace).compactMap { Int32($0) })
        #expect(open == [0, 1, 2, first.number, second.number])
    }

    @Test("keeps a descriptor whose number stays the same")
    func sameNumber() throws {
        let folder = try TemporaryFolder()
        let file = try Descriptor.open(folder.file("x"), [.write, .create])
        let child = try SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "echo hello > /proc/self/fd/\(file.number)"],
            descriptors: [file.number: file.number]
        ).start()

        #expect(try child.wait() == .exited(0))
        #expect(try DurableFile.read(folder.file("x"), limit: 100) == Array("hello\n".utf8))
    }

    @Test("starts with no signal blocked or ignored")
    func signals() throws {
        BrokenPipes.reportAsErrors()
        let result = try shell("grep -E '^Sig(Blk|Ign)' /proc/self/status")

        for line in result.output.split(separator: "\n") {
            // glibc has two signals of its own (32 and 33), which it always ignores here.
            let mask = try #require(line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
            #expect(mask & ~0x1_8000_0000 == 0, "\(line)")
        }
    }

    @Test("leads a session of its own when asked to")
    func session() throws {
        // The sixth field of stat is the session.
        let script = "test $(cut -d' ' -f6 /proc/$$/stat) = $$"

        #expect(try shell(script, newSession: true).status == .exited(0))
        #expect(try shell(script, newSession: false).status == .exited(1))
    }

    @Test("that cannot start says why")
    func failures() throws {
        let missing = #expect(throws: SystemError.self) { try SpawnRequest(executable: "/nowhere/x").start() }
        #expect(missing?.description == "could not start /nowhere/x: No such file or directory")

        let folder = #expect(throws: SystemError.self) {
            try SpawnRequest(executable: "/bin/true", workingDirectory: "/nowhere").start()
        }
        #expect(folder?.description == "could not start /bin/true in /nowhere: No such file or directory")

        #expect(throws: SystemError.self) { try SpawnRequest(executable: "/bin/true", arguments: ["a\0b"]).start() }
        #expect(throws: SystemError.self) { try SpawnRequest(executable: "/bin/true", descriptors: [-1: 0]).start() }
        #expect(throws: SystemError.self) {
            try SpawnRequest(executable: "/bin/true", descriptors: [3: 1_000_000]).start()
        }
    }

    @Test("can be this very program")
    func ownExecutable() throws {
        #expect(Folder.somethingExists(at: try Paths.target(ofLink: Paths.ownExecutable)))
        #expect(ExecutableSearch.find(Paths.ownExecutable, path: "") != nil)
    }
}
