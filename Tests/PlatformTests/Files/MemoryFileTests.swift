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
}
