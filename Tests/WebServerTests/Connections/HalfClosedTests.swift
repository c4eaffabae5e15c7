import Platform
import Synchronization
import TestSupport
import Testing
import WebServer

@Suite("A client that sends no more")
final class HalfClosedTests: Sendable {
    /// How many requests were begun, and how many of them were cancelled.
    private let begun = Mutex(0)
    private let cancelled = Mutex(0)
    private let isReleased = Mutex(false)

    /// Answers when it is released, or cancelled.
    @Sendable
    private func held(_ request: HTTPRequest) async -> HTTPResponse {
        begun.withLock { $0 += 1 }
        while !isReleased.withLock({ $0 }) {
            if Task.isCancelled {
                cancelled.withLock { $0 += 1 }
                break
            }
            // Cut short only by cancellation, which the loop looks at.
            try? await Task.sleep(for: .milliseconds(1))
        }
        return await echo(request)
    }

    private func serve(_ body: (Listener.Address) async throws -> Void) async throws {
        try await withServer(answer: { await self.held($0) }, body: body)
    }

    @Test("because it has closed the connection ends the work for it")
    func closed() async throws {
        try await serve { address in
            try await onThread {
                for number in 0..<100 {
                    let client = try RawClient(address)
                    try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                }
            }
            // Every one that has begun is over; one that was closed before it was read never begins.
            #expect(try await eventually { begun.withLock { $0 } == 100 && cancelled.withLock { $0 } == 100 })
        }
    }

    @Test("and still reads has its answer whole, however long it takes", arguments: [0, 1, 2])
    func halfClosed(seconds: Int) async throws {
        try await serve { address in
            let answer = try await onThread {
                let client = try RawClient(address)
                try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                client.endSending()
                // By then so much of the answer has come, a byte a second.
                let beginning = try client.readExactly(seconds + 1) ?? []
                self.isReleased.withLock { $0 = true }
                return String(decoding: beginning, as: UTF8.self) + (try client.readToEnd())
            }
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nGET / 0\n"))
            #expect(answer.split(separator: "HTTP/1.1").count == 1)
            #expect(cancelled.withLock { $0 } == 0)
        }
    }

    @Test("has the answers to all that it has sent")
    func pipelined() async throws {
        isReleased.withLock { $0 = true }
        try await serve { address in
            let requests = (0..<20).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let answers = try await exchange(address, requests)
            #expect(answers.split(separator: "HTTP/1.1 200 OK\r\n").count == 20)
            #expect(answers.hasSuffix("GET /19 0\n"))
        }
    }

    @Test("and goes later is noticed all the same")
    func later() async throws {
        try await serve { address in
            try await onThread {
                let client = try RawClient(address)
                try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                client.endSending()
                _ = try client.readExactly(1)
            }
            #expect(try await eventually { cancelled.withLock { $0 } == 1 })
        }
    }

    @Test("and still reads has a long answer of known length whole")
    func counted() async throws {
        let part = [UInt8](repeating: 0x78, count: 65_536)
        try await withServer { _ in
            let left = Mutex(200)
            return HTTPResponse(
                200,
                body: .stream(
                    HTTPStream(length: 200 * 65_536) {
                        let isMore = left.withLock { left in
                            defer { left -= 1 }
                            return left > 0
                        }
                        return isMore ? part : nil
                    }
                )
            )
        } body: { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.utf8.count > 200 * 65_536)
        }
    }

    @Test("and still reads has an answer whose length nobody knows whole", arguments: ["HTTP/1.1", "HTTP/1.0"])
    func endless(version: String) async throws {
        try await withServer { _ in
            let left = Mutex(3)
            return HTTPResponse(
                200,
                body: .stream(
                    HTTPStream {
                        while !self.isReleased.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
                        let number = left.withLock { left in
                            defer { left -= 1 }
                            return left
                        }
                        return number > 0 ? Array("part \(number)\n".utf8) : nil
                    }
                )
            )
        } body: { address in
            let answer = try await onThread {
                let client = try RawClient(address)
                try client.send("GET / \(version)\r\nHost: a\r\nConnection: close\r\n\r\n")
                client.endSending()
                // The body is asked for, and has nothing yet; in chunks the beginning of a size comes ahead.
                let head = try client.readHead()
                let ahead = version == "HTTP/1.1" ? try client.readExactly(2) ?? [] : []
                #expect(ahead.allSatisfy { $0 == UInt8(ascii: "0") })
                self.isReleased.withLock { $0 = true }
                return head + String(decoding: ahead, as: UTF8.self) + (try client.readToEnd())
            }
            for number in 1...3 { #expect(answer.contains("part \(number)\n")) }
            let isChunked = version == "HTTP/1.1"
            #expect(answer.contains("Transfer-Encoding: chunked") == isChunked)
            #expect(answer.hasSuffix(isChunked ? "\r\n0\r\n\r\n" : "part 1\n"))
        }
    }

    @Test("because its socket of this machine is closed ends the work for it")
    func unix() async throws {
        let folder = try TemporaryFolder()
        let handler = ClosureHandler { await self.held($0) }
        let server = Server([Listener(.unix(path: "\(folder.path)/socket"), handler: handler)])
        let address = try server.start()[0]
        try await onThread {
            let client = try RawClient(address)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        #expect(try await eventually { cancelled.withLock { $0 } == begun.withLock { $0 } })
        await server.stop(grace: 0)
    }
}
