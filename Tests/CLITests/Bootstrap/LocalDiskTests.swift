import Platform
import Testing

@testable import CLI

@Suite("The disk of the state dir")
struct LocalDiskTests {
    @Test("may be one of this machine, also for a folder that is not there yet")
    func local() throws {
        let folder = try TemporaryFolder()
        try LocalDisk.require(folder.path)
        try LocalDisk.require("\(folder.path)/a/b/c")
    }

    @Test("may not be a network's", arguments: [(UInt32(0x6969), "NFS"), (UInt32(0xFF53_4D42), "SMB")])
    func network(type: UInt32, name: String) throws {
        let error = #expect(throws: CommandFailure.self) {
            try LocalDisk.require("/net/state") { _ throws(SystemError) in FileSystem(type: type, free: 1) }
        }
        #expect(error?.code == .failed)
        #expect(error?.description.contains("/net/state is on \(name)") == true)
        #expect(error?.description.contains("--state-dir") == true)
    }

    @Test("is that of the nearest folder that is there")
    func nearest() {
        let error = #expect(throws: CommandFailure.self) {
            try LocalDisk.require("/net/home/state/a") { path throws(SystemError) in
                guard path == "/net/home" else { throw SystemError(code: 2, action: "look") }
                return FileSystem(type: 0x6969, free: 1)
            }
        }
        #expect(error?.description.contains("NFS") == true)
    }
}
