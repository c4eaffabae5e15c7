import Foundation
import Glibc
import Platform

/// A server process on a port of this machine; ends with its owner.
package final class GitServer: Sendable {
    package let port: UInt16
    private let process: ChildProcess
    private let scratch: GitScratch

    /// Starts a program that listens on the port that it is given, and waits until it does.
    init(scratch: GitScratch, _ command: (UInt16) throws -> [String]) async throws {
        self.scratch = scratch
        for _ in 0..<5 {
            let port = try GitServer.freePort()
            let process = try GitServer.start(try command(port), in: scratch.path)
            let isUp = try await eventually { try process.poll() != nil || GitServer.isListening(port) }
            if isUp, try process.poll() == nil {
                (self.port, self.process) = (port, process)
                return
            }
            try GitServer.end(process)
        }
        throw GitProgram.Failure(description: "no server came up; its log is in \(scratch.path)")
    }

    deinit {
        // A server that is gone needs no end.
        try? GitServer.end(process)
    }

    /// Ends the server, as a machine that is switched off would.
    package func stop() throws { try GitServer.end(process) }

    /// Lets everybody wait who asks, until ``goOn()``.
    package func hang() throws { try process.send(SIGSTOP) }

    /// Answers those who wait, and everybody else.
    package func goOn() throws { try process.send(SIGCONT) }

    private static func end(_ process: ChildProcess) throws {
        try process.send(SIGKILL)
        _ = try process.wait()
    }

    private static func start(_ command: [String], in folder: String) throws -> ChildProcess {
        try GitProgram.start(
            command[0],
            Array(command.dropFirst()),
            in: folder,
            output: "\(folder)/output.log",
            errors: "\(folder)/errors.log"
        )
    }

    /// A port that nobody listens on now.
    package static func freePort() throws -> UInt16 {
        let listener = try GitListener()
        return listener.port
    }

    private static func isListening(_ port: UInt16) -> Bool {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(number) }
        var address = GitListener.address(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// A socket that listens on a port of this machine.
final class GitListener: Sendable {
    let port: UInt16
    let number: Int32

    init() throws {
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = GitListener.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = number
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(number, $0, length) == 0 && listen(number, 16) == 0 && getsockname(number, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard code else { throw GitProgram.Failure(description: "no port is free") }
    }

    deinit {
        close(number)
    }

    static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
