import Dispatch
import Foundation
import Glibc
import Synchronization
import TestSupport

/// Stands between the daemon and a Git server, and passes everything on; until it is told not to.
final class Relay: Sendable {
    /// What becomes of a connection when the server has said so many bytes.
    enum Fault: Sendable {
        case close(after: Int)
        case stall(after: Int)
        /// The bytes that follow are those of a generator with this seed.
        case garbage(after: Int, seed: UInt64)
    }

    let port: UInt16
    private let listener: Int32
    private let server: UInt16
    private let fault = Mutex<Fault?>(nil)

    init(to server: UInt16) throws {
        self.server = server
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, length) == 0 && listen(number, 64) == 0 && getsockname(number, $0, &length) == 0
            }
        }
        guard isReady else { throw Trouble("no port is free") }
        (listener, port) = (number, UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    /// From now on every connection has this fault; nil: none has.
    func use(_ fault: Fault?) { self.fault.withLock { $0 = fault } }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { break }
            let present = fault.withLock { $0 }
            Thread.detachNewThread { [server] in Passage(client, to: server, present)?.run() }
        }
        close(listener)
    }

    static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// One connection from end to end.
private struct Passage {
    private let client: Int32
    private let server: Int32
    private let fault: Relay.Fault?

    /// Nil, and the client is closed, if the server is not there.
    init?(_ client: Int32, to port: UInt16, _ fault: Relay.Fault?) {
        (self.client, self.fault) = (client, fault)
        server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Relay.address(port)
        let isThere = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard !isThere else { return }
        close(client)
        close(server)
        return nil
    }

    /// Returns when either end has closed.
    func run() {
        var ends = [
            pollfd(fd: client, events: Int16(POLLIN), revents: 0),
            pollfd(fd: server, events: Int16(POLLIN), revents: 0),
        ]
        var said = 0
        var isStalled = false
        while true {
            guard poll(&ends, nfds_t(ends.count), -1) > 0 || errno == EINTR else { break }
            if ends[0].revents != 0, !pass(from: client, to: server) { break }
            guard ends[1].revents != 0 else { continue }
            if isStalled {
                ends[1].fd = -1
                continue
            }
            guard let outcome = answer(&said) else { break }
            isStalled = outcome
        }
        close(client)
        close(server)
    }

    private func pass(from: Int32, to: Int32) -> Bool {
        guard let bytes = read(from) else { return false }
        return write(bytes, to)
    }

    /// Passes on what the server says, as the fault wants it.
    ///
    /// - Returns: Whether nothing more is passed on; nil when the connection is to be closed.
    private func answer(_ said: inout Int) -> Bool? {
        guard let bytes = read(server) else { return nil }
        let before = said
        said += bytes.count
        switch fault {
        case .close(let limit) where said > limit:
            _ = write(Array(bytes.prefix(max(0, limit - before))), client)
            return nil
        case .stall(let limit) where said > limit:
            return write(Array(bytes.prefix(max(0, limit - before))), client) ? true : nil
        case .garbage(let limit, let seed) where said > limit:
            var random = SplitMix64(seed: seed &+ UInt64(before))
            let good = bytes.prefix(max(0, limit - before))
            let bad = bytes.dropFirst(good.count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            return write(good + bad, client) ? false : nil
        default: return write(bytes, client) ? false : nil
        }
    }

    private func read(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    private func write(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
