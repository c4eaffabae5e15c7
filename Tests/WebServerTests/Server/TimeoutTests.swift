import Synchronization
import Testing
import WebServer

@Suite("A client that takes its time")
struct TimeoutTests {
    @Test("with a request's head is told so")
    func head() async throws {
        var configuration = ServerConfiguration()
        configuration.headTimeout = 50
        try await withServer(configuration) { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost:", endSending: false)
            #expect(answer.hasPrefix("HTTP/1.1 408 "))

            #expect(try await exchange(address, "", endSending: false) == "")
        }
    }

    @Test("with a request's body is told so")
    func body() async throws {
        var configuration = ServerConfiguration()
        configuration.bodyTimeout = 50
        try await withServer(configuration) { address in
            let answer = try await exchange(
                address,
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc",
                endSending: false
            )
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test("between requests is disconnected")
    func idle() async throws {
        var configuration = ServerConfiguration()
        configuration.idleTimeout = 50
        try await withServer(configuration) { address in
            let answer = try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", endSending: false)
            #expect(answer.hasSuffix("GET / 0\n"))
        }
    }

    @Test("to read is disconnected")
    func write() async throws {
        var configuration = ServerConfiguration()
        configuration.writeTimeout = 50
        configuration.connectionsPerListener = 1
        let body = [UInt8](repeating: 0x61, count: 50_000_000)
        try await withServer(configuration) { request in
            request.path == "/large" ? HTTPResponse(200, body: .bytes(body)) : await echo(request)
        } body: { address in
            let answer = try await onThread {
                let slow = try RawClient(address, receiveBuffer: 4_096)
                try slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try slow.read { !$0.isEmpty }
                // There is room for one connection: this one gets its turn when the other was given up.
                let other = try RawClient(address)
                try other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                defer { slow.endSending() }
                return try other.read { $0.hasSuffix("0\n") }
            }
            #expect(answer.hasSuffix("GET / 0\n"))
        }
    }

    @Test("to read may take it where a listener waits for readers, and costs no more memory meanwhile")
    func patience() async throws {
        let folder = try TemporaryFolder()
        var configuration = ServerConfiguration()
        configuration.writeTimeout = 50
        configuration.connectionsPerListener = 1
        let (part, count) = ([UInt8](repeating: 0x61, count: 65_536), 200)
        let made = Mutex<[String: Int]>([:])
        let handler = ClosureHandler { request in
            guard request.path != "/" else { return await echo(request) }
            return HTTPResponse(
                200,
                body: .stream(
                    HTTPStream(length: Int64(part.count * count)) {
                        made.withLock { made in
                            made[request.path, default: 0] += 1
                            return made[request.path, default: 0] <= count ? part : nil
                        }
                    }
                )
            )
        }
        let server = Server(
            [
                Listener(.unix(path: folder.path + "/s"), handler: handler, waitsForReaders: true),
                Listener(.tcp(host: "127.0.0.1", port: 0), handler: handler),
            ],
            configuration: configuration
        )
        let addresses = try server.start()
        let (length, madeMeanwhile) = try await onThread {
            let patient = try RawClient(addresses[0])
            try patient.send("GET /patient HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            _ = try patient.readHead()
            let slow = try RawClient(addresses[1], receiveBuffer: 4_096)
            try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try slow.readHead()
            // There is room for one connection: this one gets its turn when the other was given up.
            let other = try RawClient(addresses[1])
            try other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try other.read { $0.hasSuffix("0\n") }
            let madeMeanwhile = made.withLock { $0["/patient"] ?? 0 }
            defer { slow.endSending() }
            return (try patient.readToEnd().utf8.count, madeMeanwhile)
        }
        await server.stop(grace: 0)
        #expect(length == part.count * count)
        #expect(madeMeanwhile < 20)
    }
}
