import Synchronization
import Testing
import WebServer

@Suite("A streamed answer")
struct StreamingTests {
    @Test("is chunked, and the connection lives on")
    func chunked() async throws {
        try await withServer { request in
            request.path == "/s" ? streamed(["hello", "", " world"]) : await echo(request)
        } body: { address in
            let answer = try await exchange(
                address,
                "GET /s HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                endSending: false
            )

            #expect(
                answer.contains(
                    "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nHTTP/1.1 200 OK"
                )
            )
            #expect(answer.hasSuffix("GET /b 0\n"))
        }
    }

    @Test("ends by closing for HTTP/1.0")
    func untilClose() async throws {
        try await withServer { _ in
            streamed(["hello", " world"])
        } body: { address in
            let answer = try await exchange(
                address,
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                endSending: false
            )

            #expect(!answer.contains("Transfer-Encoding"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nhello world"))
        }
    }

    @Test("of a known length says it")
    func counted() async throws {
        try await withServer { _ in
            streamed(["hello", " world"], length: 11)
        } body: { address in
            let answer = try await exchange(
                address,
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                endSending: false
            )

            #expect(answer.contains("\r\nContent-Length: 11\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nhello world"))
        }
    }

    @Test("that breaks off or has another length than announced never looks complete")
    func broken() async throws {
        struct Failure: Error {}
        let reports = Mutex<[String]>([])
        var configuration = ServerConfiguration()
        configuration.report = { text in reports.withLock { $0.append(text) } }
        try await withServer(configuration) { request in
            switch request.path {
            case "/short": streamed(["a"], length: 5)
            case "/long": streamed(["abcdefgh"], length: 5)
            default:
                HTTPResponse(200, body: .stream(HTTPStream { throw Failure() }))
            }
        } body: { address in
            for path in ["/short", "/long", "/throws"] {
                let answer = try await exchange(address, "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", endSending: false)
                #expect(!answer.contains("0\r\n\r\n"))
                #expect(!answer.hasSuffix("abcde"))
            }
            #expect(reports.withLock { $0.count } == 3)
        }
    }

    @Test("is made only as fast as a slow reader takes it")
    func slowReader() async throws {
        let pulls = Mutex(0)
        let part = [UInt8](repeating: 0x61, count: 65_536)
        try await withServer { _ in
            HTTPResponse(
                200,
                body: .stream(
                    HTTPStream {
                        pulls.withLock { pulls in
                            pulls += 1
                            return pulls <= 1_000 ? part : nil
                        }
                    }
                )
            )
        } body: { address in
            let client = try await onThread {
                let client = try RawClient(address, receiveBuffer: 16_384)
                try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return client
            }
            // The kernel's buffers fill up; what they hold is a small part of 64 MB.
            let stalled = try await settled { pulls.withLock { $0 } }
            #expect(stalled < 500)

            let answer = try await onThread { try client.readToEnd() }
            #expect(answer.utf8.count > 65_536_000)
            #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
            #expect(pulls.withLock { $0 } == 1_001)
        }
    }

    @Test("is cancelled when the client goes")
    func cancelled() async throws {
        let states = Mutex<[String]>([])
        try await withServer { _ in
            HTTPResponse(
                200,
                body: .stream(
                    HTTPStream {
                        states.withLock { $0.append("asked") }
                        do {
                            try await Task.sleep(for: .seconds(1_000))
                        } catch {
                            states.withLock { $0.append("cancelled") }
                        }
                        return nil
                    }
                )
            )
        } body: { address in
            try await onThread {
                let client = try RawClient(address)
                try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try client.read { $0.hasSuffix("\r\n\r\n") }
            }
            #expect(try await eventually { states.withLock { $0 } == ["asked", "cancelled"] })
        }
    }

    /// The number once it has stayed the same for a while.
    private func settled(_ number: @Sendable () -> Int) async throws -> Int {
        var last = -1
        var same = 0
        while same < 50 {
            try await Task.sleep(for: .milliseconds(5))
            let now = number()
            same = now == last && now > 0 ? same + 1 : 0
            last = now
        }
        return last
    }
}

/// An answer of these parts.
func streamed(_ parts: [String], length: Int64? = nil) -> HTTPResponse {
    let rest = Rest(parts)
    return HTTPResponse(200, body: .stream(HTTPStream(length: length) { rest.next() }))
}

private final class Rest: Sendable {
    private let parts: Mutex<[String]>

    init(_ parts: [String]) {
        self.parts = Mutex(parts)
    }

    func next() -> [UInt8]? {
        parts.withLock { $0.isEmpty ? nil : Array($0.removeFirst().utf8) }
    }
}
