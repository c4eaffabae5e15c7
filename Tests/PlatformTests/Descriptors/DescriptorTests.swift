import Glibc
import Platform
import Testing

@Suite("A descriptor")
struct DescriptorTests {
    @Test("is closed when its owner goes")
    func closes() throws {
        let folder = try TemporaryFolder()
        let number = try Descriptor.open(folder.path, [.read, .directory]).release()
        do { _ = Descriptor(adopting: number) }

        // Its number may already be another test's, but it is this folder no more.
        var here = stat()
        var there = stat()
        #expect(stat(folder.path, &here) == 0)
        #expect(fstat(number, &there) != 0 || here.st_ino != there.st_ino || here.st_dev != there.st_dev)
    }

    @Test("is always close-on-exec")
    func closeOnExec() throws {
        let pipe = try Pipe()
        let pair = try SocketPair()
        let file = try Descriptor.open("/dev/null")
        let copy = try file.duplicate()

        for number in [
            pipe.reader.number, pipe.writer.number, pair.first.number, pair.second.number, file.number, copy.number,
        ] {
            #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        }
    }

    @Test("reads back what was written")
    func readsBack() throws {
        let folder = try TemporaryFolder()
        let file = try Descriptor.open(folder.file("a"), [.readWrite, .create])
        try file.writeAll("hello world")

        #expect(try file.size() == 11)
        #expect(try file.pread(upTo: 5, at: 6) == Array("world".utf8))
        #expect(try file.pread(upTo: 5, at: 100) == [])
        #expect(try file.read(upTo: 5) == [])
    }

    @Test("refuses to read more than the limit")
    func limit() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write(Array("12345".utf8), to: folder.file("a"))

        #expect(try Descriptor.open(folder.file("a")).readAll(limit: 5).count == 5)
        let error = #expect(throws: SystemError.self) { try Descriptor.open(folder.file("a")).readAll(limit: 4) }
        #expect(error?.code == EFBIG)
    }

    @Test("says that nothing is there yet, and when the end has come")
    func nonBlocking() async throws {
        let pipe = try Pipe()
        try pipe.reader.setNonBlocking()

        #expect(try pipe.reader.readAvailable(upTo: 10) == .wouldBlock)
        try pipe.writer.writeAll("x")
        #expect(try pipe.reader.readAvailable(upTo: 10) == .bytes([0x78]))
        let reader = pipe.takeReader()
        var reading = ReadResult.wouldBlock
        while reading == .wouldBlock {
            // The writer may live a moment longer in a child that another test is starting.
            try await Task.sleep(for: .milliseconds(2))
            reading = try reader.readAvailable(upTo: 10)
        }
        #expect(reading == .end)
    }

    @Test("writes everything, also where it must wait for the reader")
    func writesAll() async throws {
        let pipe = try Pipe()
        try pipe.writer.setNonBlocking()
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        let copy = try pipe.writer.duplicate().release()
        let writing = Task.detached { try Descriptor(adopting: copy).writeAll(bytes) }

        let read = try pipe.takeReader().readAll(limit: 2_000_000)

        try await writing.value
        #expect(read == bytes)
    }

    @Test("that cannot be opened says which and why")
    func missing() {
        let error = #expect(throws: SystemError.self) { try { _ = try Descriptor.open("/nowhere/x") }() }

        #expect(error?.description == "could not open /nowhere/x: No such file or directory")
        #expect(error?.isMissing == true)
    }
}
