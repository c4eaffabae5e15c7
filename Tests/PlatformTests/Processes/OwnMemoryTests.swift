import Glibc
import Platform
import Testing

@Suite("The process's own memory")
struct OwnMemoryTests {
    private static let block = 1 << 20
    private static let count = 64

    /// What of it is in use, in bytes.
    private var resident: Int {
        get throws {
            let text = String(decoding: try DurableFile.read("/proc/self/statm", limit: 4_096), as: UTF8.self)
            return try #require(Int(text.split(separator: " ")[1])) * sysconf(Int32(_SC_PAGESIZE))
        }
    }

    private func blocks(_ count: Int) -> [UnsafeMutableRawPointer] {
        (0..<count).map { _ in
            let block = UnsafeMutableRawPointer.allocate(byteCount: Self.block, alignment: 16)
            _ = block.initializeMemory(as: UInt8.self, repeating: 1, count: Self.block)
            return block
        }
    }

    @Test("is given back with each large block, though others stay between them")
    func largeBlocks() throws {
        OwnMemory.giveBackLargeBlocks()
        // The first one that goes is what the C library learns from.
        for block in blocks(1) { block.deallocate() }
        let all = blocks(2 * Self.count)
        let before = try resident
        for (number, block) in all.enumerated() where number % 2 == 0 { block.deallocate() }
        let after = try resident
        #expect(before - after > Self.count / 2 * Self.block)
        for (number, block) in all.enumerated() where number % 2 == 1 { block.deallocate() }
    }
}
