import Platform
import Testing

@Suite("A file system")
struct FileSystemTests {
    @Test("of this machine is no network's, and has some room")
    func local() throws {
        let folder = try TemporaryFolder()
        let system = try FileSystem(of: folder.path)
        #expect(system.network == nil)
        #expect(system.free > 0)
    }

    @Test("is known as a network's by its number")
    func network() {
        #expect(FileSystem(type: 0x6969, free: 0).network == .nfs)
        for type: UInt32 in [0x517B, 0xFF53_4D42, 0xFE53_4D42] {
            #expect(FileSystem(type: type, free: 0).network == .smb)
        }
        #expect(FileSystem(type: 0xEF53, free: 0).network == nil)
    }

    @Test("of nothing is an error")
    func missing() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("none")
        let error = #expect(throws: SystemError.self) { _ = try FileSystem(of: path) }
        #expect(error?.isMissing == true)
    }
}
