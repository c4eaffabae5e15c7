import Foundation
import Glibc
import Platform
import Testing
import WebServer

@Suite("A listener")
struct ListenerTests {
    @Test("on each of several addresses has its own handler, and knows who asks")
    func several() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/control.sock"
        let server = Server([
            Listener(.tcp(host: "127.0.0.1", port: 0), handler: describing("tcp")),
            Listener(.unix(path: path), handler: describing("unix")),
        ])
        let addresses = try server.start()
        #expect(addresses[1] == .unix(path: path))
        guard case .tcp(let host, let port) = addresses[0] else { return }
        #expect(host == "127.0.0.1" && port > 0)

        let request = "GET / HTTP/1.0\r\n\r\n"
        let overTCP = try await exchange(addresses[0], request)
        #expect(overTCP.contains("tcp tcp(address: \"127.0.0.1\", port: "))
        let overUnix = try await exchange(addresses[1], request)
        #expect(overUnix.hasSuffix("unix unix(user: \(getuid()), process: \(getpid()))"))
        await server.stop()
        #expect(try Folder.names(in: folder.path) == [])
    }

    @Test("on a path is its owner's alone")
    func mode() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/control.sock"
        let server = Server([Listener(.unix(path: path), handler: describing(""))])
        _ = try server.start()

        var information = stat()
        #expect(stat(path, &information) == 0)
        #expect(information.st_mode & 0o7777 == 0o600)
        await server.stop()
    }

    @Test("takes over a socket that nobody listens on, and no other file")
    func stale() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/control.sock"
        try leaveSocketBehind(path)
        #expect(Folder.somethingExists(at: path))
        let server = Server([Listener(.unix(path: path), handler: describing("new"))])
        _ = try server.start()

        let second = Server([Listener(.unix(path: path), handler: describing("second"))])
        let error = try await onThread { #expect(throws: SystemError.self) { try second.start() } }
        #expect(error?.code == EADDRINUSE)
        let answer = try await exchange(.unix(path: path), "GET / HTTP/1.0\r\n\r\n")
        #expect(answer.contains("new unix("))
        await server.stop()

        try DurableFile.write([1], to: path)
        let third = Server([Listener(.unix(path: path), handler: describing(""))])
        _ = try await onThread { #expect(throws: SystemError.self) { try third.start() } }
        #expect(try DurableFile.read(path, limit: 10) == [1])
    }

    @Test("waits a moment for one who is just going")
    func going() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/control.sock"
        let socket = try listeningSocket(path)
        // It goes when it is first looked for.
        let isThere = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            isThere.signal()
            close(accept(socket, nil, nil))
            close(socket)
        }
        isThere.wait()
        let server = Server([Listener(.unix(path: path), handler: describing("new"))])
        _ = try server.start()
        let answer = try await exchange(.unix(path: path), "GET / HTTP/1.0\r\n\r\n")
        #expect(answer.contains("new unix("))
        await server.stop()
    }

    @Test("on a port that is taken says so")
    func taken() async throws {
        try await withServer { address in
            guard case .tcp(let host, let port) = address else { return }
            let other = Server([Listener(address, handler: describing(""))])
            let error = try await onThread { #expect(throws: SystemError.self) { try other.start() } }
            #expect(error?.description == "could not listen on \(host):\(port): Address already in use")
            let named = Server([Listener(address, handler: describing(""), name: "side_door")])
            let words = #expect(throws: SystemError.self) { try named.start() }?.description
            #expect(words == "could not open side_door: listen on \(host):\(port): Address already in use")
        }
        let nowhere = Server([Listener(.tcp(host: "203.0.113.1", port: 0), handler: describing(""))])
        #expect(throws: SystemError.self) { try nowhere.start() }
    }

    private func describing(_ name: String) -> any HTTPHandler {
        ClosureHandler { .text(200, "\(name) \($0.peer)") }
    }

    private func listeningSocket(_ path: String) throws -> Int32 {
        let number = try systemCall("make a socket") { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try systemCall("listen on \(path)") {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) | listen(number, 8)
                }
            }
        }
        return number
    }

    private func leaveSocketBehind(_ path: String) throws {
        let script = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
        let child = try SpawnRequest(executable: "/usr/bin/python3", arguments: ["-c", script, path]).start()
        try #require(try child.wait() == .exited(0))
    }
}
