import Glibc
import Platform
import Testing

@Suite("A service manager's socket")
struct NotifySocketTests {
    /// Binds a datagram socket to a path, or with a leading zero byte to an abstract name.
    private func listen(at name: [UInt8]) throws -> Descriptor {
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(adopting: try systemCall("make a socket") { Glibc.socket(AF_UNIX, kind, 0) })
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(2 + name.count + (name.first == 0 ? 0 : 1))
        try systemCall("bind") {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket.number, $0, length) }
            }
        }
        return socket
    }

    @Test("gets the lines as one message at its path")
    func path() throws {
        let folder = try TemporaryFolder()
        let socket = try listen(at: Array(folder.file("notify").utf8))
        try NotifySocket(path: folder.file("notify")).send(["READY=1", "STATUS=Fine"])
        #expect(try String(decoding: socket.read(upTo: 1_000), as: UTF8.self) == "READY=1\nSTATUS=Fine")
    }

    @Test("gets them in the abstract namespace too")
    func abstract() throws {
        let name = "reconciler-test-\(UInt64.random(in: 0...UInt64.max))"
        let socket = try listen(at: [0] + Array(name.utf8))
        try NotifySocket(path: "@\(name)").send(["WATCHDOG=1"])
        #expect(try String(decoding: socket.read(upTo: 1_000), as: UTF8.self) == "WATCHDOG=1")
    }

    @Test("that is not there is an error that names it")
    func missing() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("none")
        let error = #expect(throws: SystemError.self) { try NotifySocket(path: path).send(["READY=1"]) }
        #expect(error?.isMissing == true)
        #expect(error?.description.contains(path) == true)
    }

    @Test("must have a usable name", arguments: ["notify", "/" + String(repeating: "a", count: 200)])
    func unusable(path: String) {
        #expect(throws: SystemError.self) { try NotifySocket(path: path).send(["READY=1"]) }
    }
}
