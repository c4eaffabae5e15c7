internal import Glibc
internal import Platform

/// A blocking connection to a Unix socket, every wait of which ends in time.
struct UnixClientConnection: ~Copyable {
    private let socket: Descriptor
    private let timeout: Int64?

    init(_ path: String, timeout: Int64?) throws(HTTPClientError) {
        do {
            let place = try UnixSocketPlace(path)
            let address = try place.address()
            let socket = try StreamSocket.make(family: AF_UNIX, nonBlocking: false)
            if let timeout { try StreamSocket.limitSending(on: socket, milliseconds: timeout) }
            try systemCall("connect to \(path)") { address.with { connect(socket.number, $0, $1) } }
            try socket.setNonBlocking()
            self.timeout = timeout
            self.socket = socket
        } catch {
            throw UnixClientConnection.meaning(of: error, path, timeout)
        }
    }

    borrowing func send(_ bytes: [UInt8]) throws(HTTPClientError) {
        var sent = 0
        while sent < bytes.count {
            do {
                if let count = try StreamSocket.send([bytes], from: sent, to: socket) {
                    sent += count
                } else {
                    try wait(for: POLLOUT)
                }
            } catch let error as SystemError {
                // A server that answers early need not read it all: the answer says more than this error.
                guard error.code == EPIPE || error.code == ECONNRESET else { throw .failed(error) }
                return
            } catch let error as HTTPClientError {
                throw error
            } catch {
                throw .closedEarly
            }
        }
    }

    /// The next bytes; none at the end.
    borrowing func receive() throws(HTTPClientError) -> [UInt8] {
        while true {
            let reading: ReadResult
            do {
                reading = try socket.readAvailable(upTo: 65_536)
            } catch {
                throw error.code == ECONNRESET ? .closedEarly : .failed(error)
            }
            switch reading {
            case .bytes(let bytes): return bytes
            case .end: return []
            case .wouldBlock: try wait(for: POLLIN)
            }
        }
    }

    private borrowing func wait(for events: Int32) throws(HTTPClientError) {
        var request = pollfd(fd: socket.number, events: Int16(events), revents: 0)
        let limit = timeout.map { Int32(clamping: max(0, $0)) } ?? -1
        let count: Int32
        do {
            count = try systemCall("wait for an answer") { poll(&request, 1, limit) }
        } catch {
            throw .failed(error)
        }
        if count == 0 { throw .timedOut(timeout ?? 0) }
    }

    private static func meaning(of error: SystemError, _ path: String, _ timeout: Int64?) -> HTTPClientError {
        switch error.code {
        case ENOENT, ENOTDIR, ECONNREFUSED: .nobodyListens(path: path)
        // The server's queue of new connections stayed full.
        case EAGAIN: .timedOut(timeout ?? 0)
        case EACCES, EPERM: .notPermitted(path: path)
        default: .failed(error)
        }
    }
}
