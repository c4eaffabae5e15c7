import Foundation
import Glibc
import Platform
import TestSupport

/// `git daemon` on a port of this machine.
final class GitDaemon {
    let port: UInt16
    private let process: ChildProcess

    /// Serves what is below `folder`, and returns when it does.
    init(serving folder: String) throws {
        for _ in 0..<5 {
            let port = try GitServer.freePort()
            let process = try SpawnRequest(
                executable: "/usr/lib/git-core/git-daemon",
                arguments: [
                    "--listen=127.0.0.1", "--port=\(port)", "--base-path=\(folder)", "--export-all", "--reuseaddr",
                    folder,
                ],
                environment: GitProgram.environment
            ).start()
            _ = try Patience.wait(upTo: 20) { try process.poll() != nil || Self.isListening(port) }
            if try process.poll() == nil {
                (self.port, self.process) = (port, process)
                return
            }
        }
        throw Trouble("git daemon does not start")
    }

    func stop() throws {
        try process.send(SIGKILL)
        _ = try process.wait()
    }

    private static func isListening(_ port: UInt16) -> Bool {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(number) }
        var address = Relay.address(port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
