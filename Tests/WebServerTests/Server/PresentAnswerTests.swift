import Platform
import Synchronization
import TestSupport
import Testing
import WebServer

@Suite("Answers that are there already")
struct PresentAnswerTests {
    @Test("go out in order among those that are made, however many are asked for at once")
    func order() async throws {
        try await withServer(handler: HalfPresent()) { address in
            let count = 20_000
            let requests = (0..<count).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let answers = try await exchange(address, requests)
            let bodies = answers.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("/") }
            #expect(bodies.map(String.init) == (0..<count).map { "/\($0)" })
        }
    }

    @Test("obey the same rules: no body for HEAD, an end where the client wants one, refusal of what follows")
    func rules() async throws {
        try await withServer(handler: HalfPresent()) { address in
            let head = try await exchange(
                address,
                "HEAD /0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                endSending: false
            )
            #expect(head.contains("\r\nContent-Length: 3\r\n") && head.hasSuffix("\r\n\r\n"))
            let two = "GET /0 HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n"
            #expect(try await exchange(address, two, endSending: false).hasSuffix("\r\n\r\n/0\n"))
            let bad = try await exchange(address, "GET /0 HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")
            #expect(bad.contains("\r\n\r\n/0\nHTTP/1.1 400 "))
        }
    }

    @Test("have the same head as others, but for the date, also with another status")
    func prepared() async throws {
        let fields: HTTPHeaders = [
            "ETag": "\"a\"", "Content-Type": "text/plain", "X-Odd": "\u{E4} b", "Connection": "close",
        ]
        var plain = HTTPResponse(200, headers: fields, body: .bytes([65]))
        var prepared = plain.prepared()
        for status in [200, 304, 404] {
            (plain.status, prepared.status) = (status, status)
            let answers = Mutex([plain, prepared])
            try await withServer { _ in
                answers.withLock { $0.removeFirst() }
            } body: { address in
                let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                let (one, other) = try await (exchange(address, request), exchange(address, request))
                #expect(Self.withoutDate(one) == Self.withoutDate(other))
            }
        }
        prepared.headers["ETag"] = "\"b\""
        let changed = prepared
        try await withServer { _ in
            changed
        } body: { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.contains("ETag: \"b\""))
        }
    }

    private static func withoutDate(_ answer: String) -> [Substring] {
        answer.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("Date: ") }
    }
}

/// Has the answers to even numbers ready, and makes those to others.
private struct HalfPresent: HTTPHandler {
    func presentAnswer(to request: HTTPRequest) -> HTTPResponse? {
        guard let last = request.path.last, "02468".contains(last) else { return nil }
        return .text(200, "\(request.path)\n")
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        await Task.yield()
        return .text(200, "\(request.path)\n")
    }
}
