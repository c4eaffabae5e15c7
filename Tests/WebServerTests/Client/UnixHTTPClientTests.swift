import Glibc
import Platform
import Synchronization
import Testing
import WebServer

@Suite("The client")
struct UnixHTTPClientTests {
    @Test("sends a request and reads the answer, at a path of any length")
    func roundTrip() async throws {
        let folder = try TemporaryFolder()
        let deep = folder.path + String(repeating: "/a-folder-with-a-long-name", count: 20)
        try Folder.create(deep, parents: true)
        try await withUnixServer(deep + "/control.sock", answer: echo) { client in
            let answer = try await onThread { try client.send("POST", "/sync?a=b", headers: ["X": "y"], body: [1, 2]) }

            #expect(answer.status == 200)
            #expect(answer.isSuccess)
            #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
            #expect(answer.body == Array("POST /sync?a=b 2\n".utf8))
            #expect(try await onThread { try client.send("HEAD", "/") }.body == [])
        }
    }

    @Test("hands out a body as it comes")
    func streaming() async throws {
        let folder = try TemporaryFolder()
        try await withUnixServer(folder.path + "/s") { _ in
            streamed(["one", "two"])
        } body: { client in
            let parts = Mutex<[UInt8]>([])
            let head = try await onThread {
                try client.send("GET", "/") { head, part in
                    parts.withLock { $0 += part }
                    guard head.status == 200 else { throw HTTPClientError.closedEarly }
                }
            }
            #expect(head.headers["Transfer-Encoding"] == "chunked")
            #expect(parts.withLock { $0 } == Array("onetwo".utf8))
        }
    }

    @Test("tells that nobody listens from other troubles")
    func nobody() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.path + "/missing", "/nowhere/at/all"] {
            #expect(throws: HTTPClientError.nobodyListens(path: path)) {
                try UnixHTTPClient(path: path).send("GET", "/")
            }
        }
        try DurableFile.write([], to: folder.path + "/file")
        #expect(throws: HTTPClientError.nobodyListens(path: folder.path + "/file")) {
            try UnixHTTPClient(path: folder.path + "/file").send("GET", "/")
        }
    }

    @Test("gives up when nothing comes in time, and when too much comes")
    func limits() async throws {
        let folder = try TemporaryFolder()
        try await withUnixServer(folder.path + "/s") { request in
            guard request.path == "/slow" else { return HTTPResponse(200, body: .bytes([1, 2, 3])) }
            // Cancelled when the client has given up.
            try? await Task.sleep(for: .seconds(1_000))
            return HTTPResponse(200)
        } body: { client in
            let impatient = client.with { $0.timeout = 50 }
            let narrow = client.with { $0.limits.body = 2 }
            await #expect(throws: HTTPClientError.timedOut(50)) {
                try await onThread { try impatient.send("GET", "/slow") }
            }
            await #expect(throws: HTTPClientError.badAnswer("the body is larger than 2 bytes")) {
                try await onThread { try narrow.send("GET", "/") }
            }
        }
    }

    @Test("takes no answer for whole that is not")
    func truncated() async throws {
        let folder = try TemporaryFolder()
        try await withUnixServer(folder.path + "/s") { _ in
            streamed(["short"], length: 10)
        } body: { client in
            await #expect(throws: HTTPClientError.closedEarly) { try await onThread { try client.send("GET", "/") } }
        }
    }

    @Test("sends nothing that would split the request")
    func injection() async throws {
        let folder = try TemporaryFolder()
        try await withUnixServer(folder.path + "/s", answer: echo) { client in
            for (target, headers) in [("/ x", [:]), ("/\r\nX: y", [:]), ("/", ["A": "b\r\nC: d"]), ("/", ["A B": "c"])]
                as [(String, HTTPHeaders)]
            {
                await #expect(throws: HTTPClientError.self) {
                    try await onThread { try client.send("GET", target, headers: headers) }
                }
            }
        }
    }

    private func withUnixServer(
        _ path: String,
        answer: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
        body: (UnixHTTPClient) async throws -> Void
    ) async throws {
        let server = Server([Listener(.unix(path: path), handler: ClosureHandler(answer))])
        _ = try server.start()
        do {
            try await body(UnixHTTPClient(path: path, timeout: 180_000))
            await server.stop(grace: 0)
        } catch {
            await server.stop(grace: 0)
            throw error
        }
    }
}

extension UnixHTTPClient {
    /// The same client, changed.
    fileprivate func with(_ change: (inout UnixHTTPClient) -> Void) -> UnixHTTPClient {
        var copy = self
        change(&copy)
        return copy
    }
}
