import Domain
import Foundation
import Glibc
import TestSupport

extension World {
    /// Asks for much, hundreds of times, and goes away without listening.
    func cancelRequests(_ random: inout SplitMix64) throws {
        let targets = ["plan", "services?limit=500", "events?limit=500", "deployments?limit=500", "feed?after=0"]
        let chosen = (0..<600).map { _ in targets[Int.random(in: 0..<targets.count, using: &random)] }
        try keepPace {
            for target in chosen { try LostRequest.send(target, to: api.socket) }
            return {}
        }
    }
}

/// A client that asks and goes away.
private enum LostRequest {
    static func send(_ target: String, to socketPath: String) throws {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8.prefix($0.count - 1)) }
        let isThere = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isThere else { throw Trouble("the control socket takes no connection: \(errno)") }
        let upgrade =
            target.hasPrefix("feed")
            ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : ""
        let text = Array("GET /api/v1/\(target) HTTP/1.1\r\nHost: localhost\r\n\(upgrade)\r\n".utf8)
        // A daemon that takes no more has refused, which is its right.
        Glibc.send(number, text, text.count, Int32(MSG_NOSIGNAL))
    }
}
