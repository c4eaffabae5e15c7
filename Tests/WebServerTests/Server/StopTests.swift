import Synchronization
import Testing
import WebServer

@Suite("Stopping the server")
struct StopTests {
    @Test("lets the request in flight end, and takes no other")
    func graceful() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let arrived = Mutex(false)
        let listener = Listener(
            .tcp(host: "127.0.0.1", port: 0),
            handler: ClosureHandler { request in
                arrived.withLock { $0 = true }
                for await _ in gate.stream { break }
                return await echo(request)
            }
        )
        let server = Server([listener])
        let address = try server.start()[0]
        let idle = try await onThread { try RawClient(address) }
        let answer = Task { try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", endSending: false) }
        #expect(try await eventually { arrived.withLock { $0 } })

        async let stopped: Void = server.stop(grace: 30_000)
        #expect(try await onThread { try idle.readToEnd() } == "")
        // The listener may live a moment longer in a child that another test is starting.
        #expect(try await eventually { (try? RawClient(address)) == nil })
        gate.continuation.yield()

        let text = try await answer.value
        #expect(text.contains("\r\nConnection: close\r\n"))
        #expect(text.hasSuffix("GET / 0\n"))
        await stopped
        await server.stop()
    }

    @Test("ends what does not end by itself")
    func deadline() async throws {
        let arrived = Mutex(false)
        let listener = Listener(
            .tcp(host: "127.0.0.1", port: 0),
            handler: ClosureHandler { _ in
                arrived.withLock { $0 = true }
                // Cancelled with its client; nothing is to be said then.
                try? await Task.sleep(for: .seconds(1_000))
                return HTTPResponse(200)
            }
        )
        let server = Server([listener])
        let address = try server.start()[0]
        let answer = Task { try await exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", endSending: false) }
        #expect(try await eventually { arrived.withLock { $0 } })

        await server.stop(grace: 20)

        #expect(try await answer.value == "")
    }

    @Test("that never started returns")
    func idle() async {
        await Server([]).stop()
    }
}
