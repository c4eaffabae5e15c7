import Platform
import Synchronization
import TestSupport
import Testing
import WebServer

@Suite("The server")
struct ServerTests {
    @Test("answers in order, also what was sent ahead")
    func pipelining() async throws {
        try await withServer { address in
            let requests = (0..<200).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let answers = try await exchange(address, requests)

            let lines = answers.split(whereSeparator: \.isNewline)
            #expect(lines.count { $0 == "HTTP/1.1 200 OK" } == 200)
            #expect(lines.filter { $0.hasPrefix("GET ") }.map(String.init) == (0..<200).map { "GET /\($0) 0" })
        }
    }

    @Test("reads nothing ahead while it answers: what a client sends without end waits with the client")
    func boundedPipelining() async throws {
        let handled = Mutex(0)
        try await withServer { _ in
            handled.withLock { $0 += 1 }
            // Cancelled with its client.
            try? await Task.sleep(for: .seconds(1_000))
            return HTTPResponse(200)
        } body: { address in
            let accepted = try await onThread {
                let client = try RawClient(address)
                let requests = [UInt8](String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 2_000).utf8)
                try client.send(Array(requests.prefix(28)))
                return client.sendUntilStalled(requests, limit: 64_000_000)
            }
            #expect(accepted < 32_000_000)
            #expect(handled.withLock { $0 } <= 1)
        }
    }

    @Test("lets a client cost little, unless it is told otherwise")
    func defaults() {
        let configuration = ServerConfiguration()
        #expect(configuration.limits == MessageLimits())
        #expect(configuration.connectionsPerListener == 1_024)
        #expect(configuration.headTimeout == 10_000)
        #expect(configuration.bodyTimeout == 60_000)
        #expect(configuration.idleTimeout == 60_000)
        #expect(configuration.writeTimeout == 600_000)
        #expect(configuration.webSocket.frame == 65_536)
        #expect(configuration.webSocket.message == 65_536)
        #expect(configuration.webSocket.waiting == 1_048_576)
        #expect(configuration.webSocket.pingInterval == 30_000)
    }

    @Test("says date, length, and when it closes")
    func head() async throws {
        try await withServer { address in
            let answer = try await exchange(
                address,
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                endSending: false
            )

            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nDate: ") && answer.contains(" GMT\r\n"))
            #expect(answer.contains("\r\nContent-Length: 8\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nGET / 0\n"))
        }
    }

    @Test("answers HEAD like GET, without the body, also of a stream")
    func headRequest() async throws {
        let answer: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
            request.path == "/stream" ? streamed(["a"]) : await echo(request)
        }
        try await withServer(answer: answer) { address in
            let answers = try await exchange(
                address,
                "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /last HTTP/1.1\r\nHost: a\r\n\r\n"
            )

            #expect(answers.split(separator: "HTTP/1.1 200 OK").count == 3)
            #expect(answers.contains("\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK"))
            #expect(answers.contains("\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK"))
            #expect(answers.hasSuffix("GET /last 0\n"))
        }
    }

    @Test("closes after HTTP/1.0, unless that asks to be kept")
    func http10() async throws {
        try await withServer { address in
            let closed = try await exchange(
                address,
                "GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
                endSending: false
            )
            #expect(closed.contains("\r\nConnection: close\r\n"))
            #expect(closed.hasSuffix("GET /a 0\n"))

            let kept = try await exchange(
                address,
                "GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
                endSending: false
            )
            #expect(kept.contains("\r\nConnection: keep-alive\r\n"))
            #expect(kept.hasSuffix("GET /b 0\n"))
        }
    }

    @Test("asks for a body that the client holds back, and does not for one that is too large")
    func expectations() async throws {
        try await withServer { address in
            let answer = try await onThread {
                let client = try RawClient(address)
                try client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                let interim = try client.read { $0.hasSuffix("\r\n\r\n") }
                try client.send("ok")
                client.endSending()
                return interim + (try client.readToEnd())
            }
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("PUT / 2\n"))

            let refused = try await exchange(
                address,
                "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n",
                endSending: false
            )
            #expect(refused.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("refuses hostile requests over the wire and closes", arguments: HostileRequests.all)
    func hostile(_ example: HostileRequests.Example) async throws {
        try await withServer { address in
            let answer = try await exchange(address, example.bytes, endSending: false)

            #expect(answer.hasPrefix("HTTP/1.1 \(example.status) "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.contains(#""status":\#(example.status)"#))
        }
    }

    @Test("sends an answer although the client has ended its side")
    func halfClosed() async throws {
        try await withServer { request in
            await Task.yield()
            return await echo(request)
        } body: { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasSuffix("GET / 0\n"))
        }
    }

    @Test("keeps a header field that would split the answer from going out")
    func injection() async throws {
        let reports = Mutex<[String]>([])
        var configuration = ServerConfiguration()
        configuration.report = { text in reports.withLock { $0.append(text) } }
        try await withServer(configuration) { _ in
            HTTPResponse(200, headers: ["X": "a\r\nSet-Cookie: b"])
        } body: { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")

            #expect(answer.hasPrefix("HTTP/1.1 500 "))
            #expect(!answer.contains("Set-Cookie"))
            #expect(reports.withLock { $0.count } == 1)
        }
    }

    @Test("sends no body and no length with statuses that have none")
    func bodiless() async throws {
        try await withServer { request in
            HTTPResponse(request.path == "/304" ? 304 : 204, body: .bytes([1]))
        } body: { address in
            for status in [204, 304] {
                let answer = try await exchange(address, "GET /\(status) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                #expect(answer.hasSuffix("GMT\r\n\r\n"))
            }
        }
    }

    @Test("answers 500 connections at once")
    func manyConnections() async throws {
        try await withServer { address in
            let good = try await onThread {
                let clients = try (0..<500).map { _ in try RawClient(address) }
                for round in 0..<2 {
                    for (index, client) in clients.enumerated() {
                        try client.send("GET /\(round)/\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
                    }
                    for (index, client) in clients.enumerated() {
                        let answer = try client.read { $0.hasSuffix(" 0\n") }
                        guard answer.hasSuffix("GET /\(round)/\(index) 0\n") else { return false }
                    }
                }
                return true
            }
            #expect(good)
        }
    }

    @Test("lets connections beyond its limit wait")
    func connectionLimit() async throws {
        var configuration = ServerConfiguration()
        configuration.connectionsPerListener = 2
        let answer = try await withServer(configuration) { try await thirdAnswer($0) }
        #expect(answer.hasSuffix("GET /3 0\n"))
    }

    @Test("holds a listener to a limit of its own")
    func ownConnectionLimit() async throws {
        let address = Listener.Address.tcp(host: "127.0.0.1", port: 0)
        let server = Server([Listener(address, handler: ClosureHandler(echo), connections: 2)])
        let answer = try await thirdAnswer(try server.start()[0])
        await server.stop(grace: 0)
        #expect(answer.hasSuffix("GET /3 0\n"))
    }

    /// What the third of three connections is told, the first of which ends when the third has asked.
    private func thirdAnswer(_ address: Listener.Address) async throws -> String {
        try await onThread {
            let first = try RawClient(address)
            try first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try first.read { $0.hasSuffix(" 0\n") }
            let second = try RawClient(address)
            try second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try second.read { $0.hasSuffix(" 0\n") }
            let third = try RawClient(address)
            try third.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
            // By the second answer the server has looked at everything that was there at the first.
            for round in 4...5 {
                try second.send("GET /\(round) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try second.read { $0.hasSuffix("/\(round) 0\n") }
            }
            let early = try ReadableDescriptors.wait(for: [third.socket.number], upTo: 0)
            guard early.isEmpty else { return "the third was answered before the first had gone" }
            first.endSending()
            _ = try first.readToEnd()
            return try third.read { $0.hasSuffix(" 0\n") }
        }
    }

    @Test("either answers or closes, whatever is sent, and goes on")
    func fuzz() async throws {
        try await withServer { address in
            let odd = try await onThread {
                var random = SplitMix64(seed: 7_540_113)
                var odd: [String] = []
                for round in 0..<2_000 {
                    let client = try RawClient(address)
                    let bytes = Mutation.request(&random)
                    try client.send(bytes)
                    client.endSending()
                    let answer = try client.readToEnd()
                    if !answer.isEmpty, !answer.hasPrefix("HTTP/1.1 ") { odd.append("round \(round): \(answer)") }
                }
                return odd
            }
            #expect(odd == [])
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasSuffix("GET / 0\n"))
        }
    }
}
