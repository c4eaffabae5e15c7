import Testing
import WebServer

@Suite("The request parser")
struct RequestParserTests {
    @Test("refuses what is not exactly HTTP, with the status that says why", arguments: HostileRequests.all)
    func hostile(_ example: HostileRequests.Example) {
        let steps = ParsedRequests.steps(Array(example.bytes.utf8), cutAt: nil)

        guard case .failure(let failure) = steps.last else {
            Issue.record("\(steps)")
            return
        }
        #expect(failure.status == example.status, "\(failure.reason)")
    }

    @Test("understands the same however the bytes are cut", arguments: [RequestParserTests.pipeline, hostileTail])
    func everyCut(_ text: String) {
        let bytes = Array(text.utf8)
        let whole = ParsedRequests.steps(bytes, cutAt: nil)

        for cut in 1..<bytes.count { #expect(ParsedRequests.steps(bytes, cutAt: cut) == whole, "cut at \(cut)") }
        #expect(ParsedRequests.steps(bytes, cutAt: nil, oneByOne: true) == whole)
    }

    @Test("fails the same however the bytes are cut", arguments: HostileRequests.all)
    func everyFailure(_ example: HostileRequests.Example) {
        let bytes = Array(example.bytes.utf8)

        #expect(ParsedRequests.steps(bytes, cutAt: nil, oneByOne: true) == ParsedRequests.steps(bytes, cutAt: nil))
    }

    @Test("reads method, target, fields and body")
    func complete() throws {
        let steps = ParsedRequests.steps(Array(RequestParserTests.pipeline.utf8), cutAt: nil)
        let requests = steps.compactMap { step in if case .request(let request) = step { request } else { nil } }

        #expect(requests.map(\.method) == ["GET", "POST", "POST", "HEAD", "OPTIONS"])
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["", "hello", "hello world", "", ""])
        #expect(requests.map(\.path) == ["/a", "/b", "/c", "/d", "*"])
        #expect(requests.map(\.authority) == ["a:80", "[::1]", "a", "other:8080", "a"])
        #expect(requests[0].headers["x-thing"] == "one  two")
        #expect(requests[0].headers.all("X-Thing") == ["one  two", ""])
        #expect(requests[2].headers["Trailing"] == nil)
        #expect(requests.map(\.allowsKeepAlive) == [true, true, true, false, true])
    }

    @Test("takes exactly as much as its limits allow")
    func limits() {
        var limits = MessageLimits()
        limits.startLine = 14
        limits.headers = 9
        limits.fieldCount = 1
        limits.body = 3

        let fits = "PUT / HTTP/1.0\r\nHost: a\r\n\r\n"
        #expect(ParsedRequests.steps(Array(fits.utf8), cutAt: nil, limits: limits).first?.isRequest == true)
        let body = "PUT / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(ParsedRequests.steps(Array(body.utf8), cutAt: nil, limits: limits).first?.isRequest == true)
        for (text, status) in [
            ("PUT /a HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("PUT / HTTP/1.1\r\nHost: ab\r\n\r\n", 431),
        ] {
            #expect(ParsedRequests.steps(Array(text.utf8), cutAt: nil, limits: limits).first?.status == status)
        }
    }

    @Test("counts the body's bytes, of either framing")
    func bodyLimit() {
        var limits = MessageLimits()
        limits.body = 3
        let head = "PUT / HTTP/1.1\r\nHost: a\r\n"
        for (text, status) in [
            ("Content-Length: 3\r\n\r\nabc", nil),
            ("Content-Length: 4\r\n\r\nabcd", 413),
            ("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", nil),
            ("Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", 413),
        ] as [(String, Int?)] {
            #expect(ParsedRequests.steps(Array((head + text).utf8), cutAt: nil, limits: limits).first?.status == status)
        }
    }

    @Test("tells how far a request has come, and when the client waits")
    func progress() {
        var parser = RequestParser(peer: .tcp(address: "::1", port: 1))
        #expect(parser.next() == .needMore)
        #expect(parser.progress == .nothing)
        parser.append(Array("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n".utf8))
        #expect(parser.next() == .needMore)
        #expect(parser.progress == .head)
        parser.append([0x0D, 0x0A])
        #expect(parser.next() == .continueExpected)
        #expect(parser.next() == .needMore)
        #expect(parser.progress == .body)
        parser.append([0x61])
        #expect(parser.next().isRequest)
        #expect(parser.progress == .nothing)
    }

    static let pipeline =
        "GET /a?x=1 HTTP/1.1\r\nHost: a:80\r\nX-Thing:  \tone  two \t\r\nx-thing:\r\n\r\n"
        + "\r\nPOST /b HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\n\r\nhello"
        + "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "5\r\nhello\r\n006;a=\"b\";c\r\n world\r\n0\r\nTrailing: yes\r\n\r\n"
        + "HEAD http://other:8080/d HTTP/1.0\r\n\r\n"
        + "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"

    private static let hostileTail = pipeline + "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"
}

extension RequestParser.Step {
    var isRequest: Bool { if case .request = self { true } else { false } }

    var status: Int? { if case .failure(let failure) = self { failure.status } else { nil } }
}
