import Platform
import Testing

@Suite("Waiting for descriptors")
struct ReadableDescriptorsTests {
    @Test("names those that have something to read or whose other end is gone, and none at its limit")
    func ready() throws {
        let quiet = try Pipe()
        let full = try Pipe()
        let closed = try Pipe()
        try full.writer.writeAll("x")
        let gone = closed.takeReader()
        let all = [quiet.reader.number, full.reader.number, gone.number]
        #expect(try ReadableDescriptors.wait(for: all, upTo: 60_000) == [full.reader.number, gone.number])
        #expect(try ReadableDescriptors.wait(for: [quiet.reader.number], upTo: 1).isEmpty)
    }

    @Test("leaves file positions alone, and room that was taken stays taken")
    func positions() throws {
        let folder = try TemporaryFolder()
        let file = try Descriptor.open(folder.file("f"), [.readWrite, .create])
        try file.allocate(4_096)
        #expect(try file.size() == 4_096)
        try file.pwriteAll(Array("abc".utf8), at: 10)
        try file.synchronizeData()
        #expect(try file.pread(upTo: 3, at: 10) == Array("abc".utf8))
        #expect(try file.read(upTo: 1) == [0])
    }
}
